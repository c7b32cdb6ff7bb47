/// Identity and state of a run: the attributes of the root of `run.h5`.
public struct RunHeader: Sendable, Equatable {
  /// The run's identity, unique in its sweep.
  public var runID: String
  /// The sweep it belongs to; nil for a run on its own.
  public var sweepID: String?
  public var state: RunState
  /// Why the run is in this state, for people: the error of a failed run, the signal of an
  /// interrupted one. Empty when there is nothing to say.
  public var stateReason: String
  /// True once nothing will be added: training and every probe have finished.
  public var complete: Bool
  /// The last step recorded; -1 before the first.
  public var lastStep: Int64
  /// When the run was created, ISO 8601 in UTC ("2026-01-31T12:00:00Z").
  public var createdUTC: String
  /// When this record was sealed, ISO 8601 in UTC. Set by the caller, so that sealing one record
  /// twice gives identical bytes.
  public var sealedUTC: String
  /// The version of the program that made the run.
  public var creatorVersion: String
  /// Number of the last journal record that is part of this record; 0 without a journal.
  public var journalSequence: Int64

  public init(
    runID: String, sweepID: String? = nil, state: RunState, stateReason: String = "",
    complete: Bool = false, lastStep: Int64 = -1, createdUTC: String, sealedUTC: String,
    creatorVersion: String, journalSequence: Int64 = 0
  ) {
    self.runID = runID
    self.sweepID = sweepID
    self.state = state
    self.stateReason = stateReason
    self.complete = complete
    self.lastStep = lastStep
    self.createdUTC = createdUTC
    self.sealedUTC = sealedUTC
    self.creatorVersion = creatorVersion
    self.journalSequence = journalSequence
  }
}
