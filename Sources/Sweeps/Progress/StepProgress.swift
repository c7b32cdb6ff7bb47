/// How far a run has trained.
public struct StepProgress: Sendable, Equatable {
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

  public init(
    step: Int, steps: Int, loss: Double? = nil, imagesPerSecond: Double? = nil, batch: Int? = nil
  ) {
    self.step = step
    self.steps = steps
    self.loss = loss
    self.imagesPerSecond = imagesPerSecond
    self.batch = batch
  }

  /// The share of the steps that is done, 0 to 1.
  public var fraction: Double {
    steps > 0 ? min(1, max(0, Double(step) / Double(steps))) : 0
  }
}
