internal import Store

/// The records of a sweep's trials, as far as they have been sealed.
struct TrialRecords: Sendable {
  let folder: SweepFolder

  /// What is known of a trial.
  enum Found: Sendable {
    case nothing
    /// `isSealed` is false while a journal says more than `run.h5`.
    case record(RunRecord, isSealed: Bool)
    /// There is a record that cannot be read.
    case unreadable(String)

    var state: RunState {
      switch self {
      case .nothing: .planned
      case .record(let record, _): record.header.state
      case .unreadable: .failed
      }
    }

    var reason: String {
      switch self {
      case .nothing: ""
      case .record(let record, _): record.header.stateReason
      case .unreadable(let why): why
      }
    }

    /// Whether `run.h5` says all that is known.
    var isSealed: Bool {
      guard case .record(_, let isSealed) = self else { return true }
      return isSealed
    }

    var record: RunRecord? {
      guard case .record(let record, _) = self else { return nil }
      return record
    }
  }

  func find(_ id: String) -> Found {
    let run = folder.run(id)
    guard run.hasRecord else { return .nothing }
    do throws(StoreError) {
      let opened = try Run.open(run)
      return .record(opened.record, isSealed: opened.isSealed)
    } catch {
      return .unreadable(error.description)
    }
  }

  /// Writes down how a trial ended whose worker could not do so itself. What the worker had sealed
  /// stays; only the state changes.
  ///
  /// The worker is gone, so that nobody else writes the file; the lease makes sure of it.
  func seal(
    _ state: RunState, reason: String, of trial: PlannedTrial, sweepID: String, creator: String
  ) throws(StoreError) {
    let run = folder.run(trial.id)
    let lease = try RunLease(run)
    defer { lease.release() }
    if find(trial.id).record != nil {
      try RunLog.conclude(run, holding: lease, state, reason: reason)
      return
    }
    let now = Timestamp.text()
    try RunStore.write(
      RunRecord(
        header: RunHeader(
          runID: trial.configuration.runID, sweepID: sweepID, state: state,
          stateReason: reason, createdUTC: now, sealedUTC: now, creatorVersion: creator),
        configuration: ConfigurationRecord(
          json: trial.configuration.json, yaml: trial.yaml, flat: trial.configuration.flat)),
      to: run)
  }
}
