import Foundation
import Store
import Sweeps
import Testing

/// What `capi sweep run` can be told.
@Suite(.timeLimit(.minutes(5))) struct RunOptionsTests {
  @Test func roundRobinStartsASeedOfEachSettingFirst() async throws {
    let sweep = try FakeSweep()
    _ = try await sweep.runner { $0.order = .roundRobin }.run()
    #expect(
      sweep.started() == [
        "base, seed 0", "loss.name=direct, seed 0", "masking.roll=false, seed 0", "base, seed 1",
        "loss.name=direct, seed 1", "masking.roll=false, seed 1",
      ])
  }

  @Test func shufflingIsTheSameEveryTime() async throws {
    let (one, two) = (try FakeSweep(), try FakeSweep())
    _ = try await one.runner { $0.order = .shuffled }.run()
    _ = try await two.runner { $0.order = .shuffled }.run()
    #expect(one.started() == two.started())
    #expect(one.started() != one.plan.trials.map(\.title))
    #expect(Set(one.started()) == Set(one.plan.trials.map(\.title)))
  }

  @Test func failFastStartsNothingMore() async throws {
    let sweep = try FakeSweep(behaviours: ["base, seed 1": "exit 1"])
    let outcome = try await sweep.runner { $0.failsFast = true }.run()
    #expect(
      outcome.trials.map(\.state) == [.done, .failed, .planned, .planned, .planned, .planned])
    #expect(outcome.exitCode == 1)
    #expect(try await sweep.runner(retriesFailed: true).run().exitCode == 1)
    #expect(sweep.started().count == 7)
  }

  @Test func onlyWhatIsNamedIsRun() async throws {
    let sweep = try FakeSweep()
    let number = try sweep.plan.number(named: String(sweep.plan.trials[4].id.prefix(8)))
    #expect(number == 4)
    let outcome = try await sweep.runner { $0.only = [1, number] }.run()
    #expect(sweep.started() == ["base, seed 1", "masking.roll=false, seed 0"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.summary == "6 trials: 2 done, 4 not started")
    #expect(throws: SweepError.noSuchTrial("17", found: 0)) { try sweep.plan.number(named: "17") }
    #expect(throws: SweepError.noSuchTrial("zzzz", found: 0)) {
      try sweep.plan.number(named: "zzzz")
    }
  }

  @Test func aTrialThatTakesTooLongHasFailed() async throws {
    let sweep = try FakeSweep(behaviours: ["base, seed 0": "sleep 600"])
    let outcome = try await sweep.runner {
      $0.timeLimit = .seconds(1)
      $0.only = [0]
    }.run()
    #expect(outcome.trials[0].state == .failed)
    #expect(outcome.trials[0].reason == "time limit of 1 s exceeded")
    #expect(try SweepStore.readIndex(sweep.folder).trials[0].state == .failed)
  }

  @Test func anotherWorkerTakesWhatNobodyRuns() async throws {
    let wait =
      "touch $(dirname \"$0\")/../waiting; "
      + "while [ ! -e $(dirname \"$0\")/../go ]; do sleep 0.01; done"
    let sweep = try FakeSweep(behaviours: ["base, seed 0": wait])
    async let first = sweep.runner().run()
    try await sweep.waitFor("waiting")
    let joined = try FakeExperiments.builder.plan(in: sweep.folder)
    #expect(joined.trials.map(\.id) == sweep.plan.trials.map(\.id))
    #expect(joined.sweepID == sweep.plan.sweepID)
    async let second = sweep.runner(plan: joined) { $0.joins = true }.run()
    while sweep.started().count < 6 { try await Task.sleep(for: .milliseconds(10)) }
    try sweep.temporary.write("", to: "go")
    #expect(try await first.exitCode == 0)
    #expect(try await second.exitCode == 0)
    #expect(sweep.started().sorted() == sweep.plan.trials.map(\.title).sorted())
    #expect(try SweepStore.readIndex(sweep.folder).trials.allSatisfy { $0.state == .done })
  }

  @Test func joiningChecksThatTheExperimentsAreTheSame() async throws {
    let sweep = try FakeSweep()
    #expect(throws: SweepError.noSweep(folder: sweep.folder.path)) {
      try FakeExperiments.builder.plan(in: sweep.folder)
    }
    _ = try await sweep.runner { $0.only = [0] }.run()
    let path = "\(sweep.folder.run(sweep.plan.trials[3].id).path)/experiment.yaml"
    try "training: {steps: 99}\n".write(toFile: path, atomically: true, encoding: .utf8)
    let error = #expect(throws: SweepError.self) {
      try FakeExperiments.builder.plan(in: sweep.folder)
    }
    #expect(
      String(describing: error!).replacing(sweep.folder.path, with: "DIR")
        == "DIR: 'loss.name=direct, seed 1' is another experiment for this program: its "
        + "configuration resolves to other values. Use the program and the data that the sweep was "
        + "started with")
  }

  @Test func finishedTrialsAreFoundInOtherSweeps() async throws {
    let sweep = try FakeSweep()
    _ = try await sweep.runner().run()
    let old = sweep.folder.run(sweep.plan.trials[2].id)
    try "weights".write(
      toFile: "\(old.checkpointsPath)/step-10.h5", atomically: true, encoding: .utf8)
    let wider = try FakeExperiments.plan(
      FakeSweep.text.replacing("[direct]", with: "[direct, other]"), in: sweep.temporary)
    let folder = SweepFolder("\(sweep.temporary.path)/wider")
    let known = Set(sweep.plan.trials.map(\.id))
    for trial in wider.trials where !known.contains(trial.id) {
      try sweep.temporary.write(
        "#!/bin/sh\nexit 7\n", to: "scripts/\(trial.id).sh", executable: true)
    }
    let outcome = try await sweep.runner(plan: wider, folder: folder) { $0.reused = [sweep.folder] }
      .run()
    #expect(outcome.trials.count { $0.state == .done } == 6)
    #expect(outcome.trials.count { $0.state == .failed } == 2)
    #expect(sweep.started().count == 6)
    let copy = folder.run(sweep.plan.trials[2].id)
    let record = try RunStore.read(copy)
    #expect(record.header.sweepID == wider.sweepID)
    #expect(
      record.provenance.entries["reused_from"]?.hasSuffix(
        "/results/runs/\(sweep.plan.trials[2].id)") == true)
    let original = try RunStore.read(old)
    #expect(record.probes == original.probes)
    #expect(
      try String(contentsOfFile: "\(copy.checkpointsPath)/step-10.h5", encoding: .utf8) == "weights"
    )
  }

  @Test func trialsWhoseDataIsNotThereAreNotStarted() async throws {
    let sweep = try FakeSweep(text: "experiment: {}\nseeds: [0, 1]")
    var plan = sweep.plan
    for place in plan.trials.indices {
      plan.trials[place].configuration.dataProblem = "image-folder: no folder"
    }
    let runner = sweep.runner(plan: plan)
    let error = await #expect(throws: SweepError.self) { try await runner.run() }
    #expect(
      String(describing: error!)
        == "the data cannot be opened, so nothing was started: image-folder: no folder")
    #expect(!FileManager.default.fileExists(atPath: sweep.folder.path))
  }
}
