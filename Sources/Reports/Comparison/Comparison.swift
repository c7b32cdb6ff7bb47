public import Store

/// A table of settings against metrics: the base, the other settings of its scope, the baselines.
public struct Comparison: Sendable {
  /// One metric of the table.
  public struct Metric: Sendable, Equatable {
    /// "knn-segmentation.teacher.mIoU" or "train.loss".
    public let name: String
    public let unit: String
    public let direction: Direction
  }

  /// What a row stands for.
  public enum Kind: String, Sendable, Codable {
    /// The setting that the others differ from in one axis.
    case base
    /// Another value of an axis, or of several.
    case value
    /// The same probe on features that owe nothing to training.
    case baseline
  }

  /// One metric of one row.
  public struct Cell: Sendable, Equatable {
    /// The value of each finished seed that has one.
    public let values: [Int64: Double]
    public let summary: SampleSummary
    /// The bootstrap interval of the mean; nil for fewer than three values.
    public let interval: BootstrapInterval?
    /// Against the base; nil in the base's own row and where no seed is common.
    public let difference: PairedDifference?
    /// What the difference can carry; nil for fewer than three pairs.
    public let inference: PairedInference?
    /// The published score of this setting, where references were asked for and there is one.
    public let reference: Double?
    /// Whether no row has a better mean; always false for a metric without a direction, and for a
    /// loss where settings differ in what the loss is.
    public let isBest: Bool
    /// Whether the number means the same as the base's: false for the training loss of a setting
    /// with another loss or target.
    public let isComparable: Bool
  }

  public struct Row: Sendable {
    public let kind: Kind
    public let label: String
    /// The axis that the row differs from the base in; nil for the base, for baselines, and where
    /// it differs in several.
    public let axis: String?
    /// Seeds of the finished trials, ascending.
    public let seeds: [Int64]
    /// How many seeds are planned, finished or not.
    public let planned: Int
    /// One cell a metric.
    public let cells: [Cell]
  }

  /// Which settings the table holds.
  public let scope: ComparisonScope
  public let metrics: [Metric]
  /// The base first, then the values in the order of the plan, then the baselines.
  public let rows: [Row]
  /// Whose published scores stand beside ours, and how far the orderings agree; nil when none
  /// were asked for.
  public let reference: Reference?
  /// The axis that is compared; "setting" where the rows come from several axes or from none,
  /// "combination" where each departs in several.
  public var axis: String { scope.name }

  /// What a reader must know, one sentence each: trials left out and why, values that are
  /// missing, what the number of seeds allows.
  public let remarks: [String]
}
