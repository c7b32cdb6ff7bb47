import Foundation
import Store
import Testing

@Suite struct VerificationTests {
  /// A run with a checkpoint and a file of features.
  private func makeRun(_ scratch: ScratchFolder) throws -> RunFolder {
    let run = try scratch.makeRun()
    let written = try Sample.tensors.write(to: run.checkpointPath(step: 30))
    var record = Sample.record
    record.artifacts = [
      Artifact(
        kind: "checkpoint", path: "checkpoints/step-30.h5", bytes: written.bytes,
        sha256: written.sha256, step: 30)
    ]
    try RunStore.write(record, to: run)
    try FileManager.default.createDirectory(
      atPath: "\(run.path)/features", withIntermediateDirectories: true)
    try FeatureFileTests.write("\(run.path)/features/test.h5", FeatureFileTests.layout(3))
    return run
  }

  private func lines(_ report: VerificationReport, below folder: String) -> [String] {
    report.findings.map {
      "\($0.level.rawValue) \($0.path.replacing(folder, with: "run")): \($0.text)"
    }
  }

  @Test func aSoundRun() throws {
    let scratch = try ScratchFolder()
    let run = try makeRun(scratch)
    let report = try Verification.verify(run.path)
    #expect(report.isSound)
    #expect(report.safe == [])
    #expect(
      lines(report, below: run.path) == [
        "sound run/run.h5: done, last step 30, 3 rows, seal right",
        "note run/run.h5: infinite values in train/grad ∇: as they were recorded",
        "sound run/checkpoints/step-30.h5: 5 arrays, seal right",
        "note run/checkpoints/step-30.h5: numbers that are not finite in /student/norm.weight and 1 "
          + "more: as they were written",
        "sound run/features/test.h5: features of 3 images, every checksum right",
      ])
  }

  @Test func aDamagedCheckpoint() throws {
    let scratch = try ScratchFolder()
    let run = try makeRun(scratch)
    let path = run.checkpointPath(step: 30)
    var bytes = try read(path)
    bytes[100] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let report = try Verification.verify(run.path)
    #expect(!report.isSound)
    #expect(
      lines(report, below: run.path).contains(
        "damaged run/checkpoints/step-30.h5: is not the file that the run recorded: it has "
          + "\(bytes.count) bytes, \(bytes.count) were recorded, and its SHA-256 differs"))
    #expect(
      report.safe == [
        "\(run.path): everything recorded up to step 30 can be read.",
        "\(run.path): no checkpoint is whole.",
      ])
  }

  @Test func aMissingCheckpointADamagedRecordAndLeftovers() throws {
    let scratch = try ScratchFolder()
    let run = try makeRun(scratch)
    try FileManager.default.removeItem(atPath: run.checkpointPath(step: 30))
    #expect(
      lines(try Verification.verify(run.path), below: run.path).contains(
        "damaged run/checkpoints/step-30.h5: cannot be read: No such file or directory"))
    var bytes = try read(run.recordPath)
    bytes[200] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: run.recordPath))
    try Data().write(to: URL(fileURLWithPath: "\(run.path)/.run.h5.x.capi-tmp"))
    let found = lines(try Verification.verify(run.path), below: run.path)
    #expect(
      found.contains(
        "damaged run/run.h5: does not match its seal: its bytes changed after it was written"))
    #expect(
      found.contains(
        "note run/.run.h5.x.capi-tmp: is what a crash left of a file that was being written"))
  }

  @Test func damagedFeatures() throws {
    let scratch = try ScratchFolder()
    let run = try makeRun(scratch)
    let path = "\(run.path)/features/test.h5"
    var bytes = try read(path)
    // The features are the last large block before HDF5's own bytes and the footer.
    let block = FeatureFileTests.block(0..<3, FeatureFileTests.layout(3))
    guard case .float32(let values) = block.values else { return }
    let wanted = values.withUnsafeBytes { Array($0) }
    let place = try #require(
      bytes.indices.first { bytes[$0...].starts(with: wanted) })
    bytes[place + 130] ^= 4
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let report = try Verification.verify(path)
    #expect(
      report.findings == [
        VerificationFinding(
          .damaged, path, "the features of 1 of 3 images differ from their checksums: 1")
      ])
    #expect(report.safe == ["\(path): the features of the other 2 images are as written."])
  }

  @Test func singleFiles() throws {
    let scratch = try ScratchFolder()
    let run = try makeRun(scratch)
    for (path, text) in [
      (run.recordPath, "done, last step 30, 3 rows, seal right"),
      (run.checkpointPath(step: 30), "5 arrays, seal right"),
      ("\(run.path)/features/test.h5", "features of 3 images, every checksum right"),
    ] {
      #expect(
        try Verification.verify(path).findings.first == VerificationFinding(.sound, path, text))
    }
    #expect(
      message { try Verification.verify("\(scratch.path)/none") }
        == "\(scratch.path)/none: there is no such file or folder")
    let empty = "\(scratch.path)/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    #expect(
      message { try Verification.verify(empty) }
        == "\(empty): is neither a run's nor a sweep's folder: it has no run.h5, sweep.json or "
        + "sweep.h5")
  }

  @Test func sweeps() throws {
    let sweep = SweepFolder("\(GoldenFileTests.folder)/1")
    let report = try Verification.verify(sweep.path)
    #expect(report.findings.map(\.level).contains(.sound))
    #expect(
      report.findings.contains(
        VerificationFinding(.note, sweep.runsPath, "1 trials have not been begun")))
    // The checkpoint of the golden run was never written.
    #expect(report.findings.filter { $0.level == .damaged }.count == 1)
  }
}
