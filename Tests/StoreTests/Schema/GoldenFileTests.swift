import Foundation
import Store
import Testing

/// Files that earlier versions of the program wrote are read as they were meant.
///
/// `Tests/StoreTests/Golden/<set>/` holds one set for each state of the schema. A change of the schema
/// adds a set, written by that version's own code:
/// `CAPI_WRITE_GOLDEN=<set> swift test -c release --filter GoldenFileTests`. Old sets stay as they are.
@Suite struct GoldenFileTests {
  static let folder = Outside.package.appending(path: "Tests/StoreTests/Golden").path
  static let sets = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
  static let newSet = ProcessInfo.processInfo.environment["CAPI_WRITE_GOLDEN"]

  @Test(.enabled(if: newSet != nil, "set CAPI_WRITE_GOLDEN to write a set"))
  func writeANewSet() throws {
    let name = try #require(Self.newSet)
    let set = "\(Self.folder)/\(name)"
    try #require(!FileManager.default.fileExists(atPath: set), "there is such a set already")
    let sweep = SweepFolder(set)
    try sweep.run("base-0").create()
    try RunStore.write(GoldenContent.record(of: name), to: sweep.run("base-0"))
    try SweepStore.write(GoldenContent.specification(of: name), to: sweep)
    try SweepStore.write(SweepIndex.derive(from: sweep), to: sweep)
    try GoldenContent.tensors.write(to: "\(set)/tensors.h5")
    for precision in FeatureLayout.Precision.allCases {
      let (layout, block) = GoldenContent.features(precision)
      let writer = try FeatureWriter(
        "\(set)/features-\(precision).h5", layout: layout, about: GoldenContent.about)
      try writer.append(block)
      try writer.finish()
    }
    let killed = RunFolder("\(set)/killed")
    try killed.create()
    let lease = try RunLease(killed)
    try GoldenContent.writeJournal(
      of: RunLog(beginning: GoldenContent.killed, in: killed, holding: lease))
    lease.release()
    try FileManager.default.removeItem(atPath: killed.lockPath)
  }

  @Test func thereAreGoldenFiles() { #expect(Self.sets == ["1", "2"]) }

  @Test(arguments: sets) func runsAreRead(set: String) throws {
    let sweep = SweepFolder("\(Self.folder)/\(set)")
    #expect(try RunStore.read(sweep.run("base-0")) == GoldenContent.record(of: set))
  }

  @Test(arguments: sets) func sweepsAreRead(set: String) throws {
    let sweep = SweepFolder("\(Self.folder)/\(set)")
    #expect(try SweepStore.readSpecification(sweep) == GoldenContent.specification(of: set))
    let index = try SweepStore.readIndex(sweep)
    #expect(index.trials.map(\.id) == ["base-0", "huber-0"])
    #expect(index.trials.map(\.state) == [.interrupted, .planned])
    #expect(index.scores.map(\.values.first) == [26.6])
    #expect(try SweepIndex.derive(from: sweep) == index)
  }

  /// Journals came with version 2.
  @Test(arguments: sets.filter { $0 != "1" }) func journalsAreRead(set: String) throws {
    let record = try Run.open(RunFolder("\(Self.folder)/\(set)/killed")).record
    let train = try #require(record.metrics.first)
    #expect(train.name == "train" && train.steps == [0, 1, 2])
    #expect(train.columns.map(\.name) == ["loss", "grad ∇"])
    #expect(train.columns.map(\.unit) == ["nat", "1"])
    #expect(
      train.columns.map { $0.values.map(\.bitPattern) } == [
        [2.5, Double.nan, 2.5].map(\.bitPattern), [-0.0, -0.0, -0.0].map(\.bitPattern),
      ])
    #expect(record.events.map(\.text) == ["schön 🙂"])
  }

  @Test(arguments: sets) func tensorsAreRead(set: String) throws {
    let file = try TensorFile.read("\(Self.folder)/\(set)/tensors.h5")
    #expect(file.arrays.sorted { $0.path < $1.path } == GoldenContent.tensors.arrays)
    for attribute in GoldenContent.tensors.attributes {
      #expect(file.attribute(attribute.name, of: attribute.object) == attribute)
    }
  }

  @Test(arguments: sets, FeatureLayout.Precision.allCases)
  func featuresAreRead(set: String, precision: FeatureLayout.Precision) throws {
    let file = try FeatureFile("\(Self.folder)/\(set)/features-\(precision).h5")
    let (layout, block) = GoldenContent.features(precision)
    #expect(file.layout == layout)
    #expect(file.about == GoldenContent.about)
    #expect(
      FeatureFileTests.bits(try file.values(0..<2)) == FeatureFileTests.bits(block.values))
    #expect(try file.indices() == block.indices)
    #expect(try file.labels() == block.labels)
    #expect(try file.pixelLabels(0..<2) == block.pixelLabels)
  }
}
