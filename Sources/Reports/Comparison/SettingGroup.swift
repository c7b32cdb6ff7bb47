import Store

/// The trials of one setting: one for each seed.
struct SettingGroup: Sendable {
  let kind: Comparison.Kind
  let label: String
  /// The axis that it differs from the base in; nil for the base.
  let axis: String?
  /// All its trials, finished or not, in the order of the plan.
  let trials: [SweepTrial]
  /// What the finished ones ended with, by seed.
  let readings: [Int64: [MetricReading.Source: MetricReading]]

  /// What was read from each finished trial, by seed.
  let probes: [Int64: [ProbeResult]]

  init(
    kind: Comparison.Kind, label: String, axis: String?, trials: [SweepTrial],
    selection: ScoreSelection
  ) throws(ReportError) {
    self.kind = kind
    self.label = label
    self.axis = axis
    self.trials = trials
    var readings: [Int64: [MetricReading.Source: MetricReading]] = [:]
    var probes: [Int64: [ProbeResult]] = [:]
    var finished: [Int64: SweepTrial] = [:]
    for trial in trials where trial.state == .done {
      guard let record = trial.record else { continue }
      let seed = trial.plan.seed
      if let earlier = finished[seed] {
        throw .duplicateTrials(
          first: earlier.plan.id, second: trial.plan.id, setting: label, seed: seed)
      }
      finished[seed] = trial
      let selected = try record.probes(selected: selection)
      probes[seed] = selected
      readings[seed] = Dictionary(
        record.readings(of: selected).map { ($0.source, $0) },
        uniquingKeysWith: { _, last in last })
    }
    self.readings = readings
    self.probes = probes
  }

  /// What the loss is, and the target it is a loss against. Settings in which this differs have
  /// training losses that cannot be compared.
  ///
  /// Of the configuration that a record holds, since a setting may name what the base has anyway.
  var objective: Set<String> {
    let configurations = trials.lazy.compactMap { $0.record?.configuration.json }
    let leaves = configurations.first { !$0.isEmpty }.map(SweepResults.leaves) ?? [:]
    return Set(
      leaves.filter { ["loss", "target"].contains($0.key.split(separator: ".").first ?? "") }
        .map { "\($0.key)=\($0.value)" })
  }

  /// Seeds of the finished trials, ascending.
  var seeds: [Int64] { readings.keys.sorted() }

  /// The finite values of one number, by seed.
  func values(of source: MetricReading.Source) -> [Int64: Double] {
    readings.compactMapValues { $0[source]?.value }.filter { $0.value.isFinite }
  }
}
