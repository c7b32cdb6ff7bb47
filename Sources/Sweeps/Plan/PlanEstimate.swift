internal import Experiments
internal import Store

/// What a plan costs: from the sizes of its trials and a rate that is stated, or from measured
/// steps.
public struct PlanEstimate: Sendable, Equatable {
  /// Seconds of training of all trials.
  public var seconds: Double
  /// How it was found, for people.
  public var basis: String
  /// Floating-point operations in all.
  public var operations: Double
  /// Bytes of metrics and checkpoints in all.
  public var disk: Double

  /// An estimate at so many floating-point operations a second.
  public init(of plan: SweepPlan, operationsPerSecond rate: Double) {
    self.init(plan) { $0.operations / rate }
    basis = "at \(Self.operationsText(rate))/s, which --rate changes and --measure finds out"
  }

  /// An estimate from measured steps.
  ///
  /// - Parameters:
  ///   - plan: what is estimated.
  ///   - secondsPerStep: of one worker, by cost class; see ``PlannedTrial/costClass``.
  ///   - workers: that work at the same time.
  ///   - basis: how it was measured, for people.
  public init(
    of plan: SweepPlan, secondsPerStep: [String: Double], workers: Int, basis: String
  ) {
    // What was not measured, because it failed for instance, is as fast as the rest per operation.
    var rates: [Double] = []
    for trial in plan.trials {
      if let seconds = secondsPerStep[trial.costClass], let cost = trial.configuration.cost {
        rates.append(cost.operationsPerStep / seconds)
      }
    }
    let mean = rates.isEmpty ? 1 : rates.reduce(0, +) / Double(rates.count)
    var seconds = 0.0
    for trial in plan.trials {
      guard let cost = trial.configuration.cost else { continue }
      seconds +=
        secondsPerStep[trial.costClass].map { $0 * Double(cost.steps) } ?? cost.operations / mean
    }
    self.init(plan) { _ in 0 }
    self.seconds = seconds / Double(max(1, min(workers, plan.trials.count)))
    self.basis = basis
  }

  private init(_ plan: SweepPlan, seconds: (CostEstimate) -> Double) {
    let costs = plan.trials.compactMap(\.configuration.cost)
    self.seconds = costs.reduce(0) { $0 + seconds($1) }
    operations = costs.reduce(0) { $0 + $1.operations }
    disk = plan.trials.reduce(0) { $0 + Self.disk(of: $1.configuration) }
    basis = ""
  }

  /// Bytes that a trial leaves behind.
  static func disk(of trial: TrialConfiguration) -> Double {
    func number(_ key: String) -> Double? { trial.flat[key].flatMap { Double($0) } }
    let rows = Double(trial.steps) / max(1, number("training.log_every") ?? 1) + 1
    // About twenty numbers a row, and what a record holds besides.
    let record = rows * 400 + 65_536
    guard let cost = trial.cost, trial.flat["output.checkpoint"] == "true" else { return record }
    // Weights and two moments of what is trained, and a teacher as large.
    return record + (number("output.checkpoint_keep") ?? 1) * 16 * Double(cost.parameters)
  }

  /// One line for people.
  public var text: String {
    "here: about \(DurationText.text(seconds: seconds)) (\(basis)), and about "
      + "\(Self.bytesText(disk)) of disk; probes are not counted"
  }

  /// "1.2 TFLOP".
  public static func operationsText(_ operations: Double) -> String {
    scaled(
      operations, by: 1000, ["FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP", "ZFLOP"])
  }

  /// "1.2 GiB".
  public static func bytesText(_ bytes: Double) -> String {
    scaled(bytes, by: 1024, ["B", "KiB", "MiB", "GiB", "TiB", "PiB"])
  }

  private static func scaled(_ value: Double, by factor: Double, _ units: [String]) -> String {
    var (value, place) = (value, 0)
    while value >= factor, place < units.count - 1 {
      value /= factor
      place += 1
    }
    return "\(FixedText.text(value, decimals: value < 10 && place > 0 ? 1 : 0)) \(units[place])"
  }
}

extension PlannedTrial {
  /// Trials of one class take the same time for a step.
  public var costClass: String {
    let cost = configuration.cost
    let parts = ["dataset.name", "loss.name", "target.name", "predictor.name", "sinkhorn.name"]
      .map { configuration.flat[$0] ?? "" }
    return "\(cost?.operationsPerStep ?? 0) \(cost?.memory ?? 0) \(parts.joined(separator: " "))"
  }
}
