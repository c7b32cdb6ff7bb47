public import Store

/// What has become of one trial.
public struct TrialOutcome: Sendable, Equatable {
  public var id: String
  public var number: Int
  /// "loss=direct, seed 1".
  public var title: String
  public var state: RunState
  /// Why it is in that state, in one line; empty when there is nothing to say.
  public var reason: String
  /// Whether it was in that state before the sweep was started, and left so.
  public var isKept: Bool
  /// Whether it was asked for; false for what `--only` leaves out.
  public var isSelected = true
  public var logPath: String
}
