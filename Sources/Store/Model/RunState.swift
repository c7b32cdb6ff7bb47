/// How far a run has come.
public enum RunState: String, Sendable, Codable, CaseIterable {
  /// In the plan of a sweep, not started.
  case planned
  /// Started and not ended; also what is left of a run whose machine stopped.
  case running
  /// Ended as configured.
  case done
  /// Ended by an error, by NaN in the loss for instance.
  case failed
  /// Stopped from outside, by Ctrl-C for instance.
  case interrupted
}
