public import CapiCore
public import Store

/// Watches a run while it goes on.
public protocol RunObserver: AnyObject {
  /// A training step has ended; steps count from 1.
  func step(_ step: Int, of steps: Int, batch: Int, values: [LoggedValue])
  /// What the run does now, when it does not train.
  func stage(_ text: String)
  func warning(_ text: String)
  /// Something to read that is no warning.
  func note(_ text: String)
}

/// What has become of a run.
public struct RunOutcome: Sendable {
  public let state: RunState
  /// Why, when the state is not `done`; one sentence.
  public let reason: String
  public let record: RunRecord
  public let folder: RunFolder
  /// Steps made, over all attempts.
  public let stepsMade: Int64

  /// Where the same command goes on, for people.
  public var resumption: String {
    let kept = record.checkpoints.last.map { $0.step + 1 } ?? 0
    if kept >= stepsMade { return "the same command goes on from there" }
    return kept > 0
      ? "the newest checkpoint is of step \(kept - 1) (steps count from 0), so the same command goes "
        + "on behind that one"
      : "there is no checkpoint (output.checkpoint is false), so the same command begins again at the "
        + "first step"
  }
}
