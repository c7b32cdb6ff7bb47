import CapiCore
import Testing
import Training

@Suite struct HealthMonitorTests {
  private let entropy = MetricDefinition("target_entropy", unit: "nat", "entropy")
  private let usage = MetricDefinition("cluster_usage", "usage")
  private let rules = HealthRules(
    floors: [
      .init(metric: "target_entropy", value: 0.5, unit: "nat"),
      .init(metric: "cluster_usage", value: 0.1, unit: ""),
    ], patience: 3, warmup: 2)

  /// Verdicts of steps 0, 1, … whose entropy is given.
  private func verdicts(_ entropies: [Double], usage share: Double = 1) -> [String?] {
    var monitor = HealthMonitor(rules)
    return entropies.enumerated().map {
      monitor.verdict(
        step: $0.offset, [LoggedValue(entropy, $0.element), LoggedValue(usage, share)])
    }
  }

  @Test func aFloorEndsATrainingOnlyAfterItsPatience() {
    #expect(
      verdicts([0.4, 0.4, 0.4, 0.4, 0.4]) == [
        nil, nil, nil, nil, "target_entropy was below 0.5 nat for 3 steps, until step 4",
      ])
  }

  @Test func aHealthyStepBeginsTheCountAnew() {
    #expect(verdicts([1, 1, 0.4, 0.4, 0.5, 0.4, 0.4, 0.6]).allSatisfy { $0 == nil })
  }

  @Test func everyFloorIsWatched() {
    #expect(
      verdicts([1, 1, 1, 1, 1], usage: 0.05).last
        == "cluster_usage was below 0.1 for 3 steps, until step 4")
  }

  @Test func aMetricThatIsNotLoggedIsHealthy() {
    var monitor = HealthMonitor(rules)
    #expect((0..<10).allSatisfy { monitor.verdict(step: $0, []) == nil })
  }

  @Test func countsOfTheSameRuleAreTakenUp() {
    var monitor = HealthMonitor(rules)
    for step in 0..<4 { _ = monitor.verdict(step: step, [LoggedValue(entropy, 0.4)]) }
    #expect(monitor.counts.map(\.steps) == [2, 0])
    var resumed = HealthMonitor(rules)
    resumed.restore(monitor.counts)
    #expect(resumed.counts == monitor.counts)
    #expect(resumed.verdict(step: 4, [LoggedValue(entropy, 0.4)]) != nil)
    let others = [
      HealthRules(floors: rules.floors, patience: 3, warmup: 1),
      HealthRules(
        floors: [.init(metric: "target_entropy", value: 0.6, unit: "nat")], patience: 3, warmup: 2),
    ]
    for rules in others {
      var other = HealthMonitor(rules)
      other.restore(monitor.counts)
      #expect(other.counts.allSatisfy { $0.steps == 0 })
    }
  }

  @Test func withoutRulesNothingIsUnhealthy() {
    var monitor = HealthMonitor()
    #expect((0..<100).allSatisfy { monitor.verdict(step: $0, [LoggedValue(entropy, 0)]) == nil })
  }
}
