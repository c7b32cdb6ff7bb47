import Foundation
import Store
import Testing

/// What is said of runs whose process was killed, and of those that cannot be read any more.
@Suite struct DamagedRunTests {
  /// A run that was killed after step 5, with a checkpoint of step 2, before or after which it sealed.
  private func killedRun(_ scratch: ScratchFolder, sealsAfter: Bool = true) throws -> RunFolder {
    let run = try scratch.makeRun()
    let (log, lease) = try RunLogTests.begin(run)
    for step in 0..<3 as Range<Int64> { try RunLogTests.row(log, step) }
    if !sealsAfter { try log.seal() }
    let written = try Sample.tensors.write(to: run.checkpointPath(step: 2))
    try log.add(
      Artifact(
        kind: "checkpoint", path: "checkpoints/step-2.h5", bytes: written.bytes,
        sha256: written.sha256, step: 2))
    if sealsAfter { try log.seal() }
    for step in 3..<6 as Range<Int64> { try RunLogTests.row(log, step) }
    lease.release()
    return run
  }

  private func lines(_ report: VerificationReport, below folder: String) -> [String] {
    report.findings.map {
      "\($0.level.rawValue) \($0.path.replacing(folder, with: "run")): \($0.text)"
    }
  }

  private func change(_ path: String, at offset: Int) throws {
    var bytes = try read(path)
    bytes[offset] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  private func onlyWeights(_ run: RunFolder) -> String {
    "\(run.path): the checkpoint of step 2 is whole. The run cannot go on; a new one can begin with "
      + "its weights: capi run … --init-from \(run.checkpointPath(step: 2))"
  }

  @Test func `a killed run is told as interrupted`() async throws {
    let scratch = try ScratchFolder()
    let run = try killedRun(scratch)
    let reason = "its process ended before the run did; the command that began it goes on with it"
    let report = try Verification.verify(run.path)
    #expect(report.isSound)
    #expect(lines(report, below: run.path).contains("note run: nobody runs it: \(reason)"))
    var states: [RunUpdate] = []
    for try await update in Run.follow(run.path, every: .milliseconds(1)) {
      if case .state = update { states.append(update) }
    }
    #expect(states == [.state(.interrupted, reason: reason)])

    let lease = try RunLease(run)
    defer { lease.release() }
    #expect(!(try Verification.verify(run.path)).findings.contains { $0.text.contains("nobody") })
  }

  @Test(arguments: [true, false])
  func `without a record, checkpoints are checked by their own seals`(isMissing: Bool) throws {
    let scratch = try ScratchFolder()
    let run = try killedRun(scratch)
    try Sample.tensors.write(to: run.checkpointPath(step: 5))
    try change(run.checkpointPath(step: 5), at: 100)
    if isMissing {
      try FileManager.default.removeItem(atPath: run.recordPath)
    } else {
      try change(run.recordPath, at: 200)
    }
    #expect(message { try Run.open(run) } != "no error")
    let report = try Verification.verify(run.path)
    let found = lines(report, below: run.path)
    #expect(found.contains("sound run/checkpoints/step-2.h5: 5 arrays, seal right"))
    #expect(
      found.contains(
        "note run/checkpoints/step-2.h5: was checked by its own seal alone: what the run recorded "
          + "of it cannot be read"))
    #expect(
      found.contains(
        "damaged run/checkpoints/step-5.h5: does not match its seal: its bytes changed after it was "
          + "written"))
    #expect(report.safe == [onlyWeights(run)])
  }

  @Test(arguments: [true, false])
  func `with a broken journal, a run is not said to go on`(sealsAfter: Bool) throws {
    let scratch = try ScratchFolder()
    let run = try killedRun(scratch, sealsAfter: sealsAfter)
    let journal = run.journalPath(generation: 2)
    try change(journal, at: try JournalScan.read(journal).records[1].offset + 40)
    #expect(message { try Run.open(run) }.contains("is broken, and a whole one follows"))
    let report = try Verification.verify(run.path)
    #expect(!report.isSound)
    #expect(
      lines(report, below: run.path).contains(
        "note run: nobody runs it: its process ended before the run did"))
    #expect(
      report.safe
        == ["\(run.recordPath): holds what was recorded up to step 2.", onlyWeights(run)])
  }

  @Test func `a run with one whole checkpoint can go on`() throws {
    let scratch = try ScratchFolder()
    let run = try killedRun(scratch)
    try FileManager.default.createDirectory(
      atPath: "\(run.path)/features", withIntermediateDirectories: true)
    _ = try scratch.write(Array("words".utf8), "run/features/test.h5")
    #expect(
      try Verification.verify(run.path).safe == [
        "\(run.path): everything recorded up to step 5 can be read.",
        "\(run.path): the checkpoint of step 2 is whole; the run can go on from there.",
      ])
  }

  @Test func `every file that was recorded is checked, and every evaluation`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let failure = try Sample.tensors.write(to: "\(run.checkpointsPath)/failure-27.h5")
    let log = Array("words".utf8)
    _ = try scratch.write(log, "run/run.log")
    var record = Sample.record
    record.artifacts = [
      Artifact(
        kind: "failure", path: "checkpoints/failure-27.h5", bytes: failure.bytes,
        sha256: failure.sha256, step: 27),
      Artifact(kind: "log", path: "run.log", bytes: 5, sha256: Digest.sha256(log)),
    ]
    try RunStore.write(record, to: run)
    let evaluation = run.evaluation("abc")
    try evaluation.create()
    try RunStore.write(Sample.minimal, to: evaluation)
    try run.evaluation("begun").create()

    let sound = try Verification.verify(run.path)
    #expect(sound.isSound)
    let found = lines(sound, below: run.path)
    for line in [
      "sound run/checkpoints/failure-27.h5: 5 arrays, seal right",
      "sound run/run.log: log of 5 bytes, as it was recorded",
      "sound run/evaluations/abc/run.h5: planned, last step -1, 0 rows, seal right",
      "note run/evaluations/begun: has no run.h5: an evaluation that was not finished",
    ] {
      #expect(found.contains(line))
    }

    try change("\(run.checkpointsPath)/failure-27.h5", at: 100)
    try change("\(run.path)/run.log", at: 0)
    try change(evaluation.recordPath, at: 200)
    let damaged = try Verification.verify(run.path)
    #expect(
      damaged.findings.filter { $0.level == .damaged }.map(\.path) == [
        "\(run.checkpointsPath)/failure-27.h5", "\(run.path)/run.log", evaluation.recordPath,
      ])
  }
}
