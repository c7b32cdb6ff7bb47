import Foundation
import Reports
import Store
import Testing

@Suite struct JoiningTests {
  /// The same sweep with other seeds; identities differ with the seed.
  private func seeds(_ offset: Int64) -> FakeSweep {
    var sweep = FakeSweep()
    for index in sweep.settings.indices {
      let scores = sweep.settings[index].scores
      sweep.settings[index].scores = Dictionary(
        uniqueKeysWithValues: scores.map { ($0.key + offset, $0.value) })
    }
    return sweep
  }

  private func renamed(_ results: SweepResults, _ prefix: String) -> SweepResults {
    let trials = results.trials.map { trial -> SweepTrial in
      var plan = trial.plan
      plan.id = prefix + plan.id
      return SweepTrial(plan: plan, state: trial.state, record: trial.record)
    }
    return SweepResults(specification: results.specification, trials: trials)
  }

  @Test func moreSeedsOfOneSweep() throws {
    let joined = try FakeSweep().results.joined(
      with: renamed(seeds(2).results, "b-"), names: ("a", "b"))
    let comparison = try Comparison(of: joined, options: .init(scope: .axis("loss")))
    #expect(
      comparison.rows.map(\.seeds) == [[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3]])
    #expect(joined.trials.map(\.plan.number) == (0..<12).map(Int64.init))
  }

  @Test func trialsOfOneIdentityCountOnce() throws {
    let results = FakeSweep().results
    let joined = try results.joined(with: results, names: ("a", "b"))
    #expect(joined.trials.count == 6)
  }

  @Test func anotherAxisOfTheSameBase() throws {
    var other = FakeSweep()
    other.axes = ["target"]
    other.settings = [
      .init(label: "target=pixels", values: ["\"pixels\""], scores: [0: 20, 1: 21])
    ]
    other.settings.insert(.init(label: "base", values: ["\"clusters\""], scores: [:]), at: 0)
    other.settings[0].unfinished = [0: (.planned, "")]
    let joined = try FakeSweep().results.joined(
      with: renamed(other.results, "b-"), names: ("a", "b"))
    #expect(joined.specification.axes == ["loss", "masking.roll", "target"])
    let comparison = try Comparison(of: joined, options: .init(scope: .axis("target")))
    #expect(
      comparison.rows.prefix(2).map(\.label) == ["base (clusters)", "pixels"])
    #expect(comparison.rows[1].cells[0].difference?.summary.mean == -6.5)
  }

  @Test func otherBasesAreRefused() throws {
    var other = FakeSweep()
    other.baseConfiguration = #"{"question":"another","training":{"steps":5},"seed":7}"#
    #expect(
      throws: ReportError.differentBases(
        first: "a", second: "b", keys: ["question", "training.steps"])
    ) { try FakeSweep().results.joined(with: other.results, names: ("a", "b")) }
    #expect(
      "\(ReportError.differentBases(first: "a", second: "b", keys: ["loss.name"]))"
        == "a and b depart from different bases (loss.name), so their differences from the base "
        + "are not of one kind. Compare them one by one, or two of their runs with `capi diff`.")
  }
}
