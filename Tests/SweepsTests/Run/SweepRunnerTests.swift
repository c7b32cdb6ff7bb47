import Foundation
import Store
import Sweeps
import Synchronization
import Testing
import YAML

@Suite struct SweepRunnerTests {
  @Test func runsEveryTrialAndKeepsTheTable() async throws {
    let sweep = try FakeSweep()
    let outcome = try await sweep.runner().run()
    #expect(outcome.trials.map(\.state) == Array(repeating: .done, count: 6))
    #expect(outcome.exitCode == 0)
    #expect(outcome.summary == "6 trials: 6 done")
    #expect(sweep.started() == sweep.plan.trials.map(\.title))
    let index = try SweepStore.readIndex(sweep.folder)
    #expect(index.trials.map(\.state) == Array(repeating: .done, count: 6))
    #expect(index.scores.map(\.values) == [[0, 1, 2, 3, 4, 5]])
    #expect(index.axes == ["loss.name", "masking.roll"])
    #expect(index.trials[2].axisValues == ["\"direct\"", "true"])
    let kept = try SweepStore.readSpecification(sweep.folder)
    #expect(kept.sweepID == sweep.plan.sweepID)
  }

  @Test func givesWorkersTheExperimentAndKeepsTheirWords() async throws {
    let sweep = try FakeSweep(behaviours: ["base, seed 0": "echo \"$CAPI_TEST_THREADS threads\""])
    _ = try await sweep.runner(workers: 2).run()
    let run = sweep.folder.run(sweep.plan.trials[0].id)
    let text = try String(contentsOfFile: "\(run.path)/experiment.yaml", encoding: .utf8)
    #expect(text.hasPrefix("# base, seed 0, trial 0 of the sweep 'sweep'\n"))
    let tree = try Document.parse(text, file: "experiment.yaml")
    #expect(try FakeExperiments.resolve(tree) == sweep.plan.trials[0].configuration)
    let lines = try sweep.log(0).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("== ") && lines[0].hasSuffix(".sh \(run.path)"))
    #expect(lines[1...] == ["some output", "2 threads"])
  }

  @Test func aSecondRunDoesNothingOfWhatIsDone() async throws {
    let sweep = try FakeSweep()
    _ = try await sweep.runner().run()
    let outcome = try await sweep.runner().run()
    #expect(sweep.started().count == 6)
    #expect(outcome.summary == "6 trials: 6 done (6 done before)")
    #expect(outcome.exitCode == 0)
  }

  @Test func theNumberOfWorkersChangesNoResult() async throws {
    let one = try FakeSweep()
    _ = try await one.runner(workers: 1).run()
    let two = try FakeSweep()
    _ = try await two.runner(workers: 2).run()
    let (first, second) = try (
      SweepStore.readIndex(one.folder), SweepStore.readIndex(two.folder)
    )
    #expect(first == second)
    #expect(Set(two.started()) == Set(one.started()))
  }

  static let failures: [(shell: String, reason: String)] = [
    ("echo first >&2; echo 'the data set is missing' >&2; exit 1", "the data set is missing"),
    ("echo 'last words'; exit 3", "last words"),
    (
      #"echo '{"event":"failed","reason":"the loss is NaN at step 12"}'; echo x >&2; exit 1"#,
      "the loss is NaN at step 12"
    ),
    ("kill -9 $$", "the worker was ended by SIGKILL (signal 9)"),
    ("kill -6 $$", "the worker was ended by SIGABRT (signal 6)"),
    ("kill -11 $$", "the worker was ended by SIGSEGV (signal 11)"),
    ("exit 0", "the worker ended without an error, but its record is missing"),
  ]

  @Test(arguments: failures) func aFailureTouchesNoOtherTrial(
    _ shell: String, _ reason: String
  ) async throws {
    let sweep = try FakeSweep(behaviours: ["loss.name=direct, seed 0": shell])
    let outcome = try await sweep.runner(workers: 2).run()
    #expect(outcome.trials.map(\.state) == [.done, .done, .failed, .done, .done, .done])
    #expect(outcome.trials[2].reason == reason)
    #expect(outcome.exitCode == 1)
    #expect(
      outcome.summary == """
        6 trials: 5 done, 1 failed
        failed: loss.name=direct, seed 0: \(reason)
          log: \(sweep.folder.run(sweep.plan.trials[2].id).logPath)
        """)
    let index = try SweepStore.readIndex(sweep.folder)
    #expect(index.trials[2].state == .failed)
    #expect(index.trials[2].reason == reason)
    let record = try RunStore.read(sweep.folder.run(sweep.plan.trials[2].id))
    #expect(record.header.stateReason == reason)
    #expect(record.configuration.sha256 == sweep.plan.trials[2].configuration.sha256)
  }

  @Test func whatFailedIsStartedAgainOnlyWhenAsked() async throws {
    let marker = "\"$1/second\""
    let sweep = try FakeSweep(behaviours: [
      "base, seed 1": "if [ ! -e \(marker) ]; then touch \(marker); echo no >&2; exit 1; fi"
    ])
    _ = try await sweep.runner().run()
    let kept = try await sweep.runner().run()
    #expect(sweep.started().count == 6)
    #expect(kept.exitCode == 1)
    #expect(
      kept.summary.hasSuffix(
        "What failed before was left as it is; '--retry failed' starts it again."))
    let retried = try await sweep.runner(retriesFailed: true).run()
    #expect(sweep.started().suffix(1) == ["base, seed 1"])
    #expect(sweep.started().count == 7)
    #expect(retried.exitCode == 0)
  }

  @Test func aProgramThatIsNotThereIsAFailure() async throws {
    let sweep = try FakeSweep(text: "experiment: {}")
    let outcome = try await sweep.runner(executable: "/nonexistent/capi").run()
    #expect(outcome.trials[0].state == .failed)
    #expect(
      outcome.trials[0].reason.hasPrefix("the worker could not be started: /nonexistent/capi: "))
  }

  @Test func aRecordThatCannotBeReadIsAFailureWithItsReason() async throws {
    let sweep = try FakeSweep(text: "experiment: {}")
    let run = sweep.folder.run(sweep.plan.trials[0].id)
    try run.create()
    try "no HDF5".write(toFile: run.recordPath, atomically: true, encoding: .utf8)
    let kept = try await sweep.runner().run()
    #expect(kept.trials[0].state == .failed)
    #expect(kept.trials[0].reason.hasPrefix(run.recordPath))
    #expect(sweep.started().isEmpty)
    #expect(try await sweep.runner(retriesFailed: true).run().exitCode == 0)
  }

  @Test func tellsPeopleWhatHappensLineByLine() async throws {
    let lines = Mutex("")
    let reporter = ProgressReporter(isLive: false, clock: { 0 }) { text in
      lines.withLock { $0 += text }
    }
    let sweep = try FakeSweep(
      behaviours: ["base, seed 1": "echo no >&2; exit 1"], text: "experiment: {}\nseeds: [0, 1]")
    _ = try await sweep.runner(reporter: reporter).run()
    let withoutTimes = lines.withLock { $0 }.replacing(/\ \ (\d+ min )?\d+ s/, with: "")
    #expect(
      withoutTimes == """
        1 worker with 4 threads (4 cores)
        started  base, seed 0
        done  base, seed 0
        started  base, seed 1
        failed  base, seed 1: no

        """)
  }
}
