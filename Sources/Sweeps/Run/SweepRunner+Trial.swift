internal import Foundation
internal import Store

extension SweepRunner {
  /// What the workers of one sweep share.
  struct Shared: Sendable {
    let ledger: SweepLedger
    let records: TrialRecords
    let stop: StopSwitch
    /// Numbers of the trials that failed before and are to be started again, each once.
    let retries: LockedValue<Set<Int>>
  }

  /// One worker's life: trial after trial until there is none left or the sweep is stopped.
  func work(_ worker: Int, _ shared: Shared) async throws {
    while shared.stop.request == nil {
      switch await shared.ledger.next() {
      case .nothing: return
      case .wait:
        try? await Task.sleep(for: options.patience)
        await shared.ledger.lookAgain()
      case .trial(let number): try await take(plan.trials[number], worker: worker, shared)
      }
    }
  }

  /// Runs a trial unless another process has it or has done it.
  private func take(_ trial: PlannedTrial, worker: Int, _ shared: Shared) async throws {
    let run = folder.run(trial.id)
    try run.create()
    // Between a look at the record and the worker's own lease there is time for another sweep.
    guard let claim = try FileLock.take(Self.claimPath(run)) else {
      return await leave(trial, "another process is about to run it", shared)
    }
    defer { claim.release() }
    if let holder = try RunLease.holder(of: run) {
      // Left from a sweep that was killed: its worker goes on alone and will seal the trial.
      return await leave(
        trial, "process \(holder.processID) on host \(holder.host) is running it", shared)
    }
    let before = shared.records.find(trial.id)
    let isRetry = shared.retries.value.contains(trial.number)
    guard Self.mustRun(before, isRetry: isRetry) else {
      return try await shared.ledger.ended(outcome(of: trial, before, isKept: true))
    }
    shared.retries.set(shared.retries.value.subtracting([trial.number]))
    reporter.started(trial.title, worker: worker)
    let started = MonotonicClock.now()
    let outcome = try await execute(trial, worker: worker, before: before.record, shared)
    try await shared.ledger.ended(outcome)
    if outcome.state == .failed, options.failsFast { await shared.ledger.close() }
    let took = DurationText.text(seconds: MonotonicClock.now() - started)
    let reason = outcome.reason.isEmpty ? "" : ": \(outcome.reason)"
    reporter.ended(
      worker: worker, failed: outcome.state == .failed,
      line: "\(outcome.state.rawValue)  \(outcome.title)  \(took)\(reason)")
  }

  /// Held by the sweep that runs a trial, from before its worker starts until after it has ended.
  static func claimPath(_ run: RunFolder) -> String { "\(run.path)/claim.lock" }

  private func leave(_ trial: PlannedTrial, _ reason: String, _ shared: Shared) async {
    var outcome = outcome(of: trial, .nothing, isKept: true)
    outcome.state = .running
    outcome.reason = reason
    await shared.ledger.isElsewhere(outcome)
  }

  private func execute(
    _ trial: PlannedTrial, worker: Int, before: RunRecord?, _ shared: Shared
  ) async throws -> TrialOutcome {
    let run = folder.run(trial.id)
    let task = WorkerTask(
      trial: trial, folder: run, experimentPath: Self.experimentPath(run),
      sweepID: plan.sweepID, threads: options.threads(for: trial),
      sharedPath: "\(folder.path)/baselines")
    try AtomicFile.write(Array(experimentText(of: trial).utf8), to: task.experimentPath)
    let command = command(task)
    let log = try TrialLog(
      path: run.logPath, heading: "\(Timestamp.text())  \(command.text)")
    let progress = ProgressFile(run)
    defer { progress.remove() }
    let report = await WorkerProcess(
      command: command, log: log, stop: shared.stop, grace: options.grace,
      limit: options.timeLimit
    ).run {
      reporter.received($0, worker: worker)
      progress.received($0)
    }
    let found = try settle(
      trial, report, before: before, wasStopped: shared.stop.request != nil,
      records: shared.records)
    return outcome(of: trial, found, isKept: false)
  }

  static func experimentPath(_ run: RunFolder) -> String { "\(run.path)/experiment.yaml" }

  func experimentText(of trial: PlannedTrial) -> String {
    "# \(trial.title), trial \(trial.number) of the sweep '\(plan.name)'\n" + trial.yaml
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
      case .failed, .interrupted:
        if !found.reason.isEmpty, report.exceededLimit == nil { return found }
      case .planned, .running: break
      }
    }
    // A worker that was told to stop may end in any way; the stop is the reason.
    let isStop = wasStopped && report.exceededLimit == nil
    let reason =
      isStop
      ? "stopped before its end"
      : report.exit.isSuccess
        ? "the worker ended without an error, but its record is \(Self.word(found, isFresh))"
        : report.failureReason
    let wanted: RunState = isStop ? .interrupted : .failed
    try records.seal(
      wanted, reason: reason, of: trial, sweepID: plan.sweepID, creator: creatorVersion)
    return records.find(trial.id)
  }

  private static func word(_ found: TrialRecords.Found, _ isFresh: Bool) -> String {
    isFresh ? "'\(found.state.rawValue)' and not 'done'" : "missing"
  }
}
