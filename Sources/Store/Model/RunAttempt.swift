/// One start of a run.
public struct RunAttempt: Sendable, Equatable {
  /// Number of the attempt, from 0.
  public var number: Int64
  /// ISO 8601 in UTC; `endedUTC` is empty while it runs.
  public var startedUTC: String
  public var endedUTC: String
  public var host: String
  public var processID: Int64
  /// The first step it made.
  public var firstStep: Int64

  public init(
    number: Int64, startedUTC: String, endedUTC: String = "", host: String, processID: Int64,
    firstStep: Int64
  ) {
    self.number = number
    self.startedUTC = startedUTC
    self.endedUTC = endedUTC
    self.host = host
    self.processID = processID
    self.firstStep = firstStep
  }
}
