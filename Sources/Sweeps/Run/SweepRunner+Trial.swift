internal import Foundation
internal import Store

extension SweepRunner {
  /// One worker's life: trial after trial until there is none left or the sweep is stopped.
  func work(
    _ worker: Int, ledger: SweepLedger, records: TrialRecords, stop: StopSwitch
  ) async throws {
    while stop.request == nil, let number = await ledger.next() {
      let trial = plan.trials[number]
      reporter.started(trial.title, worker: worker)
      let started = MonotonicClock.now()
      let outcome = try await run(trial, worker: worker, records: records, stop: stop)
      try await ledger.ended(outcome)
      let took = DurationText.text(seconds: MonotonicClock.now() - started)
      let reason = outcome.reason.isEmpty ? "" : ": \(outcome.reason)"
      reporter.ended(
        worker: worker, failed: outcome.state == .failed,
        line: "\(outcome.state.rawValue)  \(outcome.title)  \(took)\(reason)")
    }
  }

  private func run(
    _ trial: PlannedTrial, worker: Int, records: TrialRecords, stop: StopSwitch
  ) async throws -> TrialOutcome {
    let run = folder.run(trial.id)
    try run.create()
    if let holder = try RunLease.holder(of: run) {
      // Left from a sweep that was killed: its worker goes on alone and will seal the trial.
      var outcome = outcome(of: trial, .nothing, isKept: true)
      outcome.state = .running
      outcome.reason =
        "process \(holder.processID) on host \(holder.host) is running it; start again later"
      return outcome
    }
    let task = WorkerTask(
      trial: trial, folder: run, experimentPath: "\(run.path)/experiment.yaml",
      sweepID: plan.sweepID, threads: options.threads(for: trial))
    let heading = "# \(trial.title), trial \(trial.number) of the sweep '\(plan.name)'\n"
    try AtomicFile.write(Array((heading + trial.yaml).utf8), to: task.experimentPath)
    let command = command(task)
    let log = try TrialLog(
      path: run.logPath, heading: "\(Timestamp.text())  \(command.text)")
    let before = records.find(trial.id).record
    let report = await WorkerProcess(
      command: command, log: log, stop: stop, grace: options.grace
    ).run { reporter.received($0, worker: worker) }
    let found = try settle(
      trial, report, before: before, wasStopped: stop.request != nil, records: records)
    return outcome(of: trial, found, isKept: false)
  }

  /// Decides what has become of a trial, and writes it down where the worker has not.
  private func settle(
    _ trial: PlannedTrial, _ report: WorkerReport, before: RunRecord?, wasStopped: Bool,
    records: TrialRecords
  ) throws -> TrialRecords.Found {
    let found = records.find(trial.id)
    let isFresh = found.record != nil && found.record != before
    if isFresh {
      switch found.state {
      case .done: return found
      case .failed, .interrupted: if !found.reason.isEmpty { return found }
      case .planned, .running: break
      }
    }
    // A worker that was told to stop may end in any way; the stop is the reason.
    let reason =
      wasStopped
      ? "stopped before its end"
      : report.exit.isSuccess
        ? "the worker ended without an error, but its record is \(Self.word(found, isFresh))"
        : report.failureReason
    let wanted: RunState = wasStopped ? .interrupted : .failed
    try records.seal(
      wanted, reason: reason, of: trial, sweepID: plan.sweepID, creator: creatorVersion)
    return records.find(trial.id)
  }

  private static func word(_ found: TrialRecords.Found, _ isFresh: Bool) -> String {
    isFresh ? "'\(found.state.rawValue)' and not 'done'" : "missing"
  }
}
