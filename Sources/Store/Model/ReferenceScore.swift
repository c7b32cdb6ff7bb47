/// A published score that a result is to be set beside.
public struct ReferenceScore: Sendable, Equatable, Codable {
  /// Who published it: "paper".
  public var source: String
  /// What was measured. A score's own name ("mIoU"), or probe and score ("knn-segmentation/mIoU"),
  /// says which of our scores it stands beside.
  public var metric: String
  public var score: Double

  public init(source: String, metric: String, score: Double) {
    self.source = source
    self.metric = metric
    self.score = score
  }
}

/// A published score of a trial's setting.
public struct TrialReference: Sendable, Equatable, Codable {
  /// The axis whose value the score belongs to; empty for a score of the base itself.
  public var axis: String
  public var reference: ReferenceScore

  public init(axis: String, reference: ReferenceScore) {
    self.axis = axis
    self.reference = reference
  }
}
