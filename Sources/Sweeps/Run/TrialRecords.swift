internal import Store

/// The records of a sweep's trials, as far as they have been sealed.
struct TrialRecords: Sendable {
  let folder: SweepFolder

  /// What is known of a trial.
  enum Found: Sendable {
    case nothing
    case record(RunRecord)
    /// There is a record that cannot be read.
    case unreadable(String)

    var state: RunState {
      switch self {
      case .nothing: .planned
      case .record(let record): record.header.state
      case .unreadable: .failed
      }
    }

    var reason: String {
      switch self {
      case .nothing: ""
      case .record(let record): record.header.stateReason
      case .unreadable(let why): why
      }
    }

    var record: RunRecord? {
      guard case .record(let record) = self else { return nil }
      return record
    }
  }

  func find(_ id: String) -> Found {
    let run = folder.run(id)
    guard run.hasRecord else { return .nothing }
    do throws(StoreError) {
      return .record(try RunStore.read(run))
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
    let now = Timestamp.text()
    var record =
      find(trial.id).record
      ?? RunRecord(
        header: RunHeader(
          runID: trial.id, sweepID: sweepID, state: state, createdUTC: now, sealedUTC: now,
          creatorVersion: creator),
        configuration: ConfigurationRecord(
          json: trial.configuration.json, yaml: trial.yaml, flat: trial.configuration.flat))
    record.header.state = state
    record.header.stateReason = reason
    record.header.complete = false
    record.header.sealedUTC = now
    try RunStore.write(record, to: run)
  }
}
