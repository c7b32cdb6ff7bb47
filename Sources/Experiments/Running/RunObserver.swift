public import CapiCore
public import Store

/// Watches a run while it goes on.
public protocol RunObserver: AnyObject {
  /// A training step has ended; steps count from 1.
  func step(_ step: Int, of steps: Int, batch: Int, values: [LoggedValue])
  /// What the run does now, when it does not train.
  func stage(_ text: String)
  func warning(_ text: String)
}

/// What has become of a run.
public struct RunOutcome: Sendable {
  public let state: RunState
  /// Why, when the state is not `done`; one sentence.
  public let reason: String
  public let record: RunRecord
  public let folder: RunFolder
}
