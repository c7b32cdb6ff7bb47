import Foundation
import Store
import Sweeps
import Testing

@Suite struct SweepFolderTests {
  /// What refuses another plan in the folder of `FakeSweep`, without the folder's path.
  private func refusal(
    _ text: String = FakeSweep.text, overrides: [String] = []
  ) async throws -> String {
    let sweep = try FakeSweep()
    try await _ = sweep.runner().run()
    let other = try FakeExperiments.plan(text, overrides: overrides, in: sweep.temporary)
    let error = await #expect(throws: SweepError.self) {
      try await sweep.runner(plan: other).run()
    }
    #expect(sweep.started().count == 6)
    return try String(describing: #require(error)).replacing(sweep.folder.path, with: "DIR")
  }

  private func sentence(_ difference: String) -> String {
    "DIR holds the results of another plan: \(difference). Nothing was started. Choose another "
      + "folder with -o, or go back to the sweep file that made this one"
  }

  @Test func anotherPlanIsRefusedWithTheDifference() async throws {
    let fewer = FakeSweep.text.replacing("[0, 1]", with: "[0, 2]")
    #expect(
      try await refusal(fewer)
        == sentence(
          "'base, seed 1', 'loss.name=direct, seed 1', 'masking.roll=false, seed 1' are in it and "
            + "not in this plan; 'base, seed 2', 'loss.name=direct, seed 2', "
            + "'masking.roll=false, seed 2' are in this plan and not in it"))
    #expect(
      try await refusal(FakeSweep.text.replacing("[0, 1]", with: "[0, 1, 2, 3]"))
        == sentence(
          "'base, seed 2', 'base, seed 3', 'loss.name=direct, seed 2' and 3 more are in this plan "
            + "and not in it"))
    #expect(
      try await refusal(overrides: ["training.steps=11"])
        == sentence("its base has training.steps=10, the base of this plan 11"))
  }

  @Test func thePlanInAnotherWordingIsTheSame() async throws {
    let sweep = try FakeSweep()
    _ = try await sweep.runner().run()
    let same = try FakeExperiments.plan(
      "# a comment\nquestion: why\n" + FakeSweep.text, in: sweep.temporary)
    #expect(try await sweep.runner(plan: same).run().exitCode == 0)
    #expect(sweep.started().count == 6)
  }

  @Test func statusReadsWhatIsThere() async throws {
    let sweep = try FakeSweep(
      behaviours: ["base, seed 1": "echo no >&2; exit 1"], text: "experiment: {}\nseeds: [0, 1]")
    let path = sweep.folder.path
    #expect(throws: SweepError.noSweep(folder: path)) { try SweepStatus.read(sweep.folder) }
    _ = try await sweep.runner().run()
    #expect(
      try SweepStatus.read(sweep.folder).table == """
        no.  trial  seed  state   step  reason
          0  base      0  done      10
          1  base      1  failed     -  no

        2 trials: 1 done, 1 failed
        """)
  }

  @Test func aFolderInUseIsRefused() async throws {
    let sweep = try FakeSweep(text: "experiment: {}")
    try sweep.folder.create()
    let lease = try RunLease(RunFolder(sweep.folder.path))
    let error = await #expect(throws: SweepError.self) { try await sweep.runner().run() }
    #expect(
      String(describing: error!).hasPrefix(
        "\(sweep.folder.path) is in use: process \(ProcessInfo.processInfo.processIdentifier) on "))
    lease.release()
    #expect(try await sweep.runner().run().exitCode == 0)
  }

  @Test func aTrialThatAnotherProcessRunsIsWaitedFor() async throws {
    let sweep = try FakeSweep(text: "experiment: {}\nseeds: [0, 1]")
    let run = sweep.folder.run(sweep.plan.trials[0].id)
    try run.create()
    let lease = try RunLease(run)
    async let outcome = sweep.runner().run()
    while sweep.started().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    #expect(sweep.started() == ["base, seed 1"])
    // Its process dies without a record: the trial is ours.
    lease.release()
    #expect(try await outcome.exitCode == 0)
    #expect(sweep.started() == ["base, seed 1", "base, seed 0"])
  }

  @Test func whatAnotherProcessHasFinishedIsKept() async throws {
    let sweep = try FakeSweep(text: "experiment: {}\nseeds: [0, 1]")
    let run = sweep.folder.run(sweep.plan.trials[0].id)
    try run.create()
    let claim = try #require(try FileLock.take("\(run.path)/claim.lock"))
    async let outcome = sweep.runner().run()
    while sweep.started().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    let fixture = RunFolder("\(sweep.temporary.path)/fixtures/\(sweep.plan.trials[0].id)")
    try RunStore.write(RunStore.read(fixture), to: run)
    claim.release()
    #expect(try await outcome.trials.map(\.state) == [.done, .done])
    #expect(sweep.started() == ["base, seed 1"])
  }
}
