import HDF5
import Store
import Testing

/// Sealed files that are whole and say something else than the schema.
@Suite struct SchemaTests {
  /// What reading a sealed file says that `build` made.
  private func reading(_ build: (Group) throws -> Void) throws -> String {
    let scratch = try ScratchFolder()
    let file = try File.createInMemory()
    try build(file.root)
    let path = try scratch.write(Seal.seal(file.image()), "run.h5")
    return message { try RunStore.read(file: path) }.replacing(path, with: "run.h5")
  }

  private func identify(
    _ root: Group, format: String = "capi-run", version: Int64 = 1, minimum: Int64 = 1
  ) throws {
    try root.attributes.set("format", format)
    try root.attributes.set("schema_version", version)
    try root.attributes.set("min_reader_version", minimum)
  }

  @Test func anotherKindOfFile() throws {
    #expect(
      try reading { _ in } == "run.h5: is not a capi-run file: it does not say what it is")
    #expect(
      try reading { try identify($0, format: "capi-tensors") }
        == "run.h5: is not a capi-run file: it says that it is \"capi-tensors\"")
  }

  @Test func aNewerVersion() throws {
    #expect(
      try reading { try identify($0, version: 7, minimum: 3) }
        == "run.h5: was written with schema version 7, which needs a reader of version 3 or "
        + "later; this program reads up to version 2: use a newer one")
    #expect(
      try reading { try identify($0, version: 1, minimum: 2) }
        == "run.h5: states schema version 1 for readers from version 2 on, which no writer does")
  }

  @Test func aNewerVersionThatOldReadersMayReadIsRead() throws {
    #expect(
      try reading { try identify($0, version: 7, minimum: 1) }
        == "run.h5: / @run_id: there is no such attribute; there are: format, schema_version, "
        + "min_reader_version")
  }

  @Test func missingAndWrongParts() throws {
    func header(_ root: Group, state: String = "done") throws {
      try identify(root)
      for name in ["run_id", "created_utc", "sealed_utc", "creator_version"] {
        try root.attributes.set(name, "x")
      }
      try root.attributes.set("state", state)
      try root.attributes.set("complete", UInt8(1))
      try root.attributes.set("last_step", Int64(0))
      try root.write("state_reason", "")
    }
    #expect(
      try reading { try header($0, state: "asleep") }
        == "run.h5: / @state: it says \"asleep\", which is none of: planned, running, done, "
        + "failed, interrupted")
    #expect(
      try reading { try header($0) }
        == "run.h5: /metrics: there is no such group; / holds state_reason")
    #expect(
      try reading { root in
        try header(root)
        let train = try root.createGroup("metrics").createGroup("train")
        try train.write("step", [1.0])
      } == "run.h5: /metrics/train/step: it holds float64 where the schema has int64")
    #expect(
      try reading { root in
        try header(root)
        let train = try root.createGroup("metrics").createGroup("train")
        try train.write("step", [1, 2] as [Int64])
        try train.write("epoch", [1.0])
        try train.write("wall_time", [1.0, 2.0])
        try train.write("attempt", [0, 0] as [Int64])
      } == "run.h5: /metrics/train/epoch: it has 1 rows where the table has 2")
    #expect(
      try reading { root in
        try header(root)
        let train = try root.createGroup("metrics").createGroup("train")
        try train.write("step", [1, 2] as [Int64], shape: [2, 1])
      } == "run.h5: /metrics/train/step: it has the shape [2, 1] where the schema has a list")
  }
}
