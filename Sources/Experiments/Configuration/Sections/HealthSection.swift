public import CapiCore
import Training

/// When a training is ended because it has collapsed; none of it is part of an experiment's
/// identity, since it does not change what a training computes.
///
/// The authors' target entropy is about 0.5 nat and stable; what is healthy depends on prototypes
/// and batch, so that every floor is off until it is set. A number that is not finite always ends a
/// training.
public struct HealthSection: ParameterSet {
  public var targetEntropy: Double?
  public var clusterUsage: Double?
  public var patience = 20
  public var warmup = 0.1

  public init() {}

  public static let fields: [Field<Self>] = [
    Field(
      "target_entropy", \.targetEntropy, in: 0.0...100.0, unit: "nat", semantic: false,
      "Mean entropy of the targets below which a training is unhealthy; null for no rule."),
    Field(
      "cluster_usage", \.clusterUsage, in: 0.0...1.0, unit: "fraction", semantic: false,
      "Share of prototypes in use below which a training is unhealthy; null for no rule."),
    Field(
      "patience", \.patience, in: 1...1_000_000, unit: "steps", semantic: false,
      "Unhealthy steps in a row that end the training as failed: collapsed."),
    Field(
      "warmup", \.warmup, in: 0.0...1.0, unit: "fraction of the run", semantic: false,
      "Share of the steps, at the beginning, in which the rules do not count."),
  ]

  /// The rules for a training of `steps` steps.
  func rules(steps: Int) -> HealthRules {
    HealthRules(
      floors: [
        targetEntropy.map { HealthRules.Floor(metric: "target_entropy", value: $0, unit: "nat") },
        clusterUsage.map { HealthRules.Floor(metric: "cluster_usage", value: $0, unit: "") },
      ].compactMap { $0 },
      patience: patience, warmup: Int((Double(steps) * warmup).rounded(.down)))
  }
}
