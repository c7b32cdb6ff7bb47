public import Store

/// One trial of a plan: a valid experiment with its identity.
public struct PlannedTrial: Sendable, Equatable {
  /// Identity, the name of the trial's folder below `runs/`: the first 128 bits of the hash of its
  /// semantic configuration, in hexadecimal.
  public var id: String
  /// Position in the plan, from 0.
  public var number: Int
  /// "base", or "axis=value".
  public var label: String
  /// Labels of other values that give this same trial.
  public var alsoNamed: [String]
  /// Value on each axis as JSON text, in the order of the plan's axes.
  public var axisValues: [String]
  /// What differs from the base: dotted key path and value as JSON text. Seeds are not among them.
  public var overrides: [TextEntry]
  public var configuration: TrialConfiguration
  /// Published scores of the setting.
  public var references: [TrialReference] = []
  /// The experiment as YAML that a worker reads.
  public var yaml: String

  /// "loss=direct, seed 1".
  public var title: String { "\(label), seed \(configuration.seed)" }
}
