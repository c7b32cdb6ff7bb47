import Store

/// What a comparison shows.
public struct ComparisonOptions: Sendable, Equatable {
  /// Which settings stand beside the base.
  public var scope: ComparisonScope

  /// Names of metrics, "knn-segmentation.teacher.mIoU" or "train.loss"; nil for the first score
  /// of every probe.
  public var metrics: [String]?

  /// Whether columns on the health of training are added: last loss, target entropy and cluster
  /// usage, as far as they were logged.
  public var health: Bool

  /// Whether the first scores of probes that `capi eval` has asked later have columns too.
  public var evaluations: Bool

  /// Which step's scores stand for a trial whose probes were made several times.
  public var selection: ScoreSelection

  /// How differences from the base are tested.
  public var test: PairedTestChoice

  /// Whose published scores stand beside ours, "paper" for instance; nil for none.
  public var reference: String?

  public init(
    scope: ComparisonScope = .all, metrics: [String]? = nil, health: Bool = false,
    evaluations: Bool = false, selection: ScoreSelection = .last, test: PairedTestChoice = .auto,
    reference: String? = nil
  ) {
    self.scope = scope
    self.metrics = metrics
    self.health = health
    self.evaluations = evaluations
    self.selection = selection
    self.test = test
    self.reference = reference
  }
}
