/// What the paired differences of one cell can carry.
public struct PairedInference: Sendable, Equatable {
  /// The bootstrap interval of the mean difference.
  public let interval: BootstrapInterval
  /// nil where the asked test does not exist for these differences.
  public let test: PairedTest?
  /// `test.p` after Holm's correction over the rows of the metric's column.
  public let correctedP: Double?
  /// nil where the differences do not vary.
  public let effect: EffectSize?

  /// The same with a corrected p-value.
  func corrected(_ p: Double?) -> PairedInference {
    PairedInference(interval: interval, test: test, correctedP: p, effect: effect)
  }
}

/// Everything about one cell that does not depend on other rows.
struct CellStatistics {
  let values: [Int64: Double]
  let summary: SampleSummary
  let interval: BootstrapInterval?
  let difference: PairedDifference?
  var inference: PairedInference?

  init(
    values: [Int64: Double], against base: [Int64: Double]?, test: PairedTestChoice,
    draws: inout BootstrapDraws
  ) {
    self.values = values
    summary = SampleSummary(seeds: values)
    interval = draws.interval(ofMean: values.keys.sorted().compactMap { values[$0] })
    let pairs = base.map { PairedDifference(of: values, against: $0) }
    difference = pairs.flatMap { $0.pairs.isEmpty ? nil : $0 }
    let differences = difference?.pairs.map(\.difference) ?? []
    inference = draws.interval(ofMean: differences).map {
      PairedInference(
        interval: $0, test: PairedTest(differences, choice: test), correctedP: nil,
        effect: EffectSize(differences))
    }
  }
}
