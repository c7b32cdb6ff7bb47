/// How far a run has trained.
public struct StepProgress: Sendable, Equatable, Codable {
  /// Steps done, from 1.
  public var step: Int
  /// Steps in all.
  public var steps: Int
  /// The training loss of the step; nil where it is not finite or was not logged.
  public var loss: Double?
  /// Images trained on per second, over the last few steps.
  public var imagesPerSecond: Double?
  /// Images in one step.
  public var batch: Int?
  /// Further metrics that say whether training is healthy, by name.
  public var metrics: [String: Double]?

  public init(
    step: Int, steps: Int, loss: Double? = nil, imagesPerSecond: Double? = nil, batch: Int? = nil,
    metrics: [String: Double]? = nil
  ) {
    self.step = step
    self.steps = steps
    self.loss = loss
    self.imagesPerSecond = imagesPerSecond
    self.batch = batch
    self.metrics = metrics
  }

  private enum CodingKeys: String, CodingKey {
    case step
    case steps
    case loss
    case imagesPerSecond = "images_per_second"
    case batch
    case metrics
  }

  /// The share of the steps that is done, 0 to 1.
  public var fraction: Double {
    steps > 0 ? min(1, max(0, Double(step) / Double(steps))) : 0
  }
}
