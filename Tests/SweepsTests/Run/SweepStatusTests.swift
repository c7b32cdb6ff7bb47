import Store
import Sweeps
import Testing

@Suite struct SweepStatusTests {
  private func row(_ number: Int, _ state: RunState, _ reason: String = "") -> TrialRow {
    TrialRow(
      id: "t\(number)", number: Int64(number), label: "loss=\(number)", axisValues: [], seed: 0,
      state: state, reason: reason, lastStep: state == .done ? 99 : -1)
  }

  private var status: SweepStatus {
    SweepStatus(
      index: SweepIndex(
        sweepID: "s", name: "demo", axes: [],
        trials: [
          row(0, .done), row(1, .running), row(2, .failed, "the loss is NaN"), row(3, .planned),
        ]),
      live: [
        "t1": LiveProgress(
          startedUnix: 1000, worker: "host:1",
          progress: StepProgress(
            step: 50, steps: 100, loss: 5.25, imagesPerSecond: 131,
            metrics: ["target_entropy": 1.5]))
      ],
      durations: ["t0": 60], readUnix: 1020)
  }

  @Test func tellsOfRunningTrialsAndOfTheTimeLeft() {
    #expect(status.secondsLeft == 100)
    #expect(
      status.table == """
        no.  trial   seed  state      step  reason
          0  loss=0     0  done         99
          1  loss=1     0  running  50/100  loss 5.250  target_entropy 1.500  131 images/s
          2  loss=2     0  failed        -  the loss is NaN
          3  loss=3     0  planned       -

        4 trials: 1 planned, 1 running, 1 done, 1 failed; 131 images/s, about 1 min 40 s left
        """)
    #expect(
      status.screen(height: 24) == [
        "demo: 4 trials: 1 planned, 1 running, 1 done, 1 failed; 131 images/s, about 1 min 40 s left",
        "  loss=1, seed 0  50/100  loss 5.250  target_entropy 1.500  131 images/s",
        "  failed  loss=2, seed 0: the loss is NaN",
      ])
    #expect(!status.isOver)
  }

  @Test func tellsWhatHasChanged() {
    var later = status
    later.index.trials[1].state = .done
    later.index.trials[3].state = .interrupted
    later.index.trials[3].reason = "stopped"
    #expect(
      later.changes(since: status) == [
        "done  loss=1, seed 0", "interrupted  loss=3, seed 0: stopped",
      ])
    #expect(later.isOver)
  }

  @Test func aTallTableOfFailuresIsCutToTheScreen() {
    var many = status
    many.index.trials = (0..<50).map { row($0, .failed, "no") }
    many.live = [:]
    #expect(many.screen(height: 10).count == 9)
    #expect(many.screen(height: 10).last == "  and 43 more have failed")
  }

  @Test func aRunningTrialLeavesItsProgress() async throws {
    let wait =
      "touch $(dirname \"$0\")/../waiting; "
      + "while [ ! -e $(dirname \"$0\")/../go ]; do sleep 0.01; done"
    let sweep = try FakeSweep(behaviours: ["base, seed 0": wait], text: "experiment: {}")
    async let outcome = sweep.runner().run()
    try await sweep.waitFor("waiting")
    let live = try #require(LiveProgress.read(sweep.folder.run(sweep.plan.trials[0].id)))
    #expect(live.stage == "starting")
    try sweep.temporary.write("", to: "go")
    #expect(try await outcome.exitCode == 0)
    #expect(LiveProgress.read(sweep.folder.run(sweep.plan.trials[0].id)) == nil)
  }
}
