/// How one trial of a sweep stands on the disk now.
public struct TrialStanding: Sendable {
  public var state: RunState
  /// Why it is in that state; empty when there is nothing to say.
  public var reason: String
  /// What was read; nil where there is no record yet, or none that can be read.
  public var record: RunRecord?

  /// Reads parts of a trial's record and judges its state.
  ///
  /// A record that cannot be read makes the trial a failed one, with the reader's sentence as the
  /// reason; a run that says it is running while no process holds its lease was interrupted.
  ///
  /// - Throws: ``StoreError`` when it cannot be told whether a process holds the run.
  public static func read(
    _ run: RunFolder, _ parts: RunParts
  ) throws(StoreError) -> TrialStanding {
    try TrialStanding(of: run) { () throws(StoreError) in
      try Run.open(run, reading: parts).record
    }
  }

  /// The same with a reader of the caller's.
  init(of run: RunFolder, reading: () throws(StoreError) -> RunRecord) throws(StoreError) {
    let isHeld = try RunLease.holder(of: run) != nil
    state = .planned
    reason = ""
    do throws(StoreError) {
      let record = try reading()
      state = record.header.state
      reason = record.header.stateReason
      self.record = record
      if state == .running, !isHeld {
        state = .interrupted
        reason = "its process ended before the run did; the next start goes on"
      }
    } catch {
      if error.code != .missing {
        state = .failed
        reason = error.description
      }
    }
    // What is on the disk may be from an earlier start of the run.
    if isHeld {
      state = .running
      reason = ""
    }
  }
}
