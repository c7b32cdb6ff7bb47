import HDF5
import Store
import Testing

/// Results of probes behind the checkpoint that a run goes on from.
@Suite struct SupersededProbeTests {
  private func result(
    _ step: Int64, subject: String = "teacher", _ value: Double, seconds: Double = 1
  ) -> ProbeResult {
    ProbeResult(
      name: "knn-segmentation", subject: subject, step: step,
      scores: [
        ProbeScore(name: "mIoU", value: value, unit: "%"),
        ProbeScore(name: "error", value: .nan, unit: "1", direction: .lower),
        ProbeScore(name: "duration", value: seconds, unit: "s", direction: .none),
      ],
      grid: HyperparameterGrid(
        columns: [.init(name: "k", values: ["1", "10"])], validationScores: [1, .nan]),
      chosen: [TextEntry("k", "1")], confusion: [[5, 1], [0, 7]], classNames: ["sky", "Straße"],
      ignoredLabels: [255])
  }

  /// Goes on, and adds results; the record and what people were told.
  private func goOn(
    _ run: RunFolder, from step: Int64, _ results: [ProbeResult]
  ) throws -> (record: RunRecord, told: [String]) {
    let lease = try RunLease(run)
    defer { lease.release() }
    let log = try RunLog(continuing: run, holding: lease, RunLogTests.again(step))
    var told: [String] = []
    for result in results { told += try log.add(result).map(\.text) }
    try log.seal()
    #expect(try RunStore.read(run) == log.record)
    return (log.record, told)
  }

  @Test func `are kept under the attempt that made them, and compared`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let (log, lease) = try RunLogTests.begin(run)
    for value in [result(-1, subject: "untrained", 5), result(1, 10), result(3, 11)] {
      try log.add(value)
    }
    try log.add(result(3, subject: "student", -0.0))
    lease.release()

    // Other seconds are no difference, and equal results leave no trace.
    let again = [result(3, 11, seconds: 7), result(3, subject: "student", -0.0)]
    var (record, told) = try goOn(run, from: 2, again)
    #expect(told == [])
    #expect(record.events == [])
    #expect(record.probes == [result(-1, subject: "untrained", 5), result(1, 10)] + again)
    #expect(
      record.supersededProbes == [
        SupersededProbes(attempt: 0, results: [result(3, 11), result(3, subject: "student", -0.0)])
      ])

    // Both attempts' results go; that of step 1 is the first one's.
    (record, told) = try goOn(
      run, from: 1, [result(1, 10), result(3, 11.5), result(3, subject: "student", 0.0)])
    #expect(
      told == [
        "knn-segmentation of teacher at step 3 came out differently when it was measured again: "
          + "mIoU is 11.5, was 11.0",
        "knn-segmentation of student at step 3 came out differently when it was measured again: "
          + "mIoU is 0.0, was -0.0",
      ])
    #expect(record.events.map(\.text) == told)
    #expect(record.events.allSatisfy { $0.level == .warning && $0.step == 3 })
    #expect(record.supersededProbes.map(\.attempt) == [0, 1])
    #expect(record.supersededProbes[0].results.map(\.step) == [3, 3, 1])
    #expect(record.supersededProbes[1].results == again)
    #expect(record.metrics.isEmpty && record.superseded.isEmpty)
  }

  @Test func `are laid out as results are, and absent when there are none`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let (log, lease) = try RunLogTests.begin(run)
    try log.add(result(3, 11))
    lease.release()
    var root = try File.open(run.recordPath).root
    #expect(try !root.contains("probes_superseded"))
    _ = try goOn(run, from: 2, [])
    root = try File.open(run.recordPath).root
    let kept = try root.group("probes_superseded").group("0").group("knn-segmentation")
      .group("teacher").group("3")
    #expect(try kept.group("scores").dataset("name").readTexts() == ["mIoU", "error", "duration"])
    #expect(try kept.dataset("confusion").shape() == [2, 2])
    #expect(try !root.group("probes").contains("knn-segmentation"))
    // Tables do not need them.
    #expect(try RunStore.read(run, [.curves, .probeDetails]).supersededProbes.isEmpty)
  }

  @Test func `are checked before they are sealed`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    var record = Sample.record
    record.supersededProbes = [SupersededProbes(attempt: 1, results: [result(3, 1), result(3, 2)])]
    #expect(
      message { try RunStore.write(record, to: run) }
        == "\(run.recordPath): the superseded probe result \"knn-segmentation/teacher/3\" is there "
        + "twice")
  }
}
