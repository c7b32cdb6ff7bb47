extension RunRecord {
  static let endOfProcess = "its process ended before the run did"
  static let resumableEndOfProcess = "\(endOfProcess); the command that began it goes on with it"

  /// Makes a run that says it is running an interrupted one, with the reason, where no process holds
  /// it: its process was killed and could not say so.
  ///
  /// - Parameter isHeld: whether a process held the run before the record was read; see
  ///   ``RunLease/holder(of:)``.
  public mutating func noticeInterruption(isHeld: Bool) {
    guard header.state == .running, !isHeld else { return }
    header.state = .interrupted
    header.stateReason = Self.resumableEndOfProcess
  }
}
