/// That a sweep is to end early.
public enum StopRequest: Sendable, Equatable {
  /// Workers get SIGTERM, and time to seal what they have. `signal` is the one that was received.
  case orderly(signal: Int32)
  /// Workers are killed.
  case immediate
}
