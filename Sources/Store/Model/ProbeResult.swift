/// What one probe found out about one subject at one step.
///
/// Baselines stand in the same list under their own subject, so that a table needs no other source.
public struct ProbeResult: Sendable, Equatable {
  /// The probe, "knn-segmentation" for instance.
  public var name: String
  /// What was probed: "teacher", "untrained", "raw-pixels".
  public var subject: String
  /// The training step of the weights; 0 for an untrained encoder and for raw pixels.
  public var step: Int64
  public var scores: [ProbeScore]
  /// The settings tried on the validation split, and how they did.
  public var grid: HyperparameterGrid
  /// The setting that the scores were measured with.
  public var chosen: [TextEntry]
  /// `[true class, predicted class]` counts, where the probe makes them.
  public var confusion: [[Int64]]?
  /// Names of the classes in the order of the confusion matrix; may be empty.
  public var classNames: [String]
  /// Labels that were left out of the scores.
  public var ignoredLabels: [Int64]

  public init(
    name: String, subject: String, step: Int64, scores: [ProbeScore],
    grid: HyperparameterGrid = HyperparameterGrid(), chosen: [TextEntry] = [],
    confusion: [[Int64]]? = nil, classNames: [String] = [], ignoredLabels: [Int64] = []
  ) {
    self.name = name
    self.subject = subject
    self.step = step
    self.scores = scores
    self.grid = grid
    self.chosen = chosen
    self.confusion = confusion
    self.classNames = classNames
    self.ignoredLabels = ignoredLabels
  }

  /// The value of the score of that name.
  public func score(_ name: String) -> Double? {
    scores.first { $0.name == name }?.value
  }
}
