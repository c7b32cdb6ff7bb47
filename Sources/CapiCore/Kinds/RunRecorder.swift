/// One step's numbers.
public struct StepRecord: Sendable {
  public let step: Int
  /// Passes over the training images, fractional.
  public let epoch: Double
  /// Seconds since the run began.
  public let wallTime: Double
  public let values: [LoggedValue]

  public init(step: Int, epoch: Double, wallTime: Double, values: [LoggedValue]) {
    self.step = step
    self.epoch = epoch
    self.wallTime = wallTime
    self.values = values
  }
}

/// Where training tells what happens; knows nothing of files or terminals.
public protocol RunRecorder: AnyObject {
  func record(_ step: StepRecord) throws
  /// Something worth keeping that is not a number of every step.
  func note(step: Int, level: EventLevel, _ text: String) throws
}

public enum EventLevel: String, Sendable {
  case info
  case warning
  case error
}
