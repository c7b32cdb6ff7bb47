/// The final values of one score over the trials of a sweep.
public struct ScoreColumn: Sendable, Equatable {
  /// The probe, "knn-segmentation" for instance.
  public var probe: String
  /// What was probed: "teacher", "untrained", "raw-pixels".
  public var subject: String
  /// The score, "mIoU" for instance.
  public var name: String
  public var unit: String
  public var direction: Direction
  /// One value a trial, in the order of `SweepIndex.trials`; NaN where the trial has none yet.
  public var values: [Double]

  public init(
    probe: String, subject: String, name: String, unit: String, direction: Direction,
    values: [Double]
  ) {
    self.probe = probe
    self.subject = subject
    self.name = name
    self.unit = unit
    self.direction = direction
    self.values = values
  }

  /// Equality by bits: NaN equals the same NaN, 0.0 differs from -0.0.
  public static func == (left: ScoreColumn, right: ScoreColumn) -> Bool {
    left.probe == right.probe && left.subject == right.subject && left.name == right.name
      && left.unit == right.unit && left.direction == right.direction
      && left.values.hasSameBits(as: right.values)
  }
}
