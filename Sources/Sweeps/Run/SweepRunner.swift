internal import Foundation
public import Store

/// Runs what is missing of a sweep, in worker processes.
///
/// A trial's state is what its `run.h5` says: trials that are done are kept, those that failed are
/// kept unless asked otherwise, and all others are started. A worker that dies takes nothing with
/// it but its own trial.
public struct SweepRunner: Sendable {
  let plan: SweepPlan
  let folder: SweepFolder
  var options: SweepOptions
  let creatorVersion: String
  let reporter: ProgressReporter
  let command: WorkerTask.Builder

  /// - Parameters:
  ///   - plan: all trials, valid.
  ///   - folder: where results go; made when it is not there.
  ///   - options: how many workers, and what they do about failures.
  ///   - creatorVersion: the program's version, for the store.
  ///   - reporter: tells people how it goes.
  ///   - command: the program that runs one trial. It writes progress events to standard output,
  ///     seals `run.h5`, and on SIGTERM seals what it has and ends.
  public init(
    plan: SweepPlan, folder: SweepFolder, options: SweepOptions, creatorVersion: String,
    reporter: ProgressReporter, command: @escaping WorkerTask.Builder
  ) {
    self.plan = plan
    self.folder = folder
    self.options = options
    self.creatorVersion = creatorVersion
    self.reporter = reporter
    self.command = command
  }

  /// Runs the sweep to its end, or until it is asked to stop.
  ///
  /// - Parameter stopRequests: those of a ``SignalWatcher``, or none.
  /// - Returns: what has become of every trial. Failed trials are no error.
  /// - Throws: ``SweepError`` or `StoreError` when the folder holds another plan, is in use, or
  ///   cannot be written. Running workers are stopped first.
  public func run(
    stopRequests: AsyncStream<StopRequest> = AsyncStream { $0.finish() }
  ) async throws -> SweepOutcome {
    if !plan.dataProblems.isEmpty { throw SweepError.data(plan.dataProblems) }
    if RunFolder(folder.path).hasRecord { throw SweepError.aRun(folder: folder.path) }
    try folder.create()
    let lease = options.joins ? nil : try lease()
    defer { lease?.release() }
    if !options.joins { try adoptPlan() }
    let reused = try reuse()
    let records = TrialRecords(folder: folder)
    let found = plan.trials.map { records.find($0.id) }
    let retries = Set(
      plan.trials.map(\.number).filter { options.retriesFailed && found[$0].state == .failed })
    let waiting = options.order.numbers(of: plan).filter {
      isSelected($0) && Self.mustRun(found[$0], isRetry: retries.contains($0))
    }
    try checkRoom(for: waiting)
    let ledger = SweepLedger(
      folder: folder,
      outcomes: zip(plan.trials, found).map { outcome(of: $0, $1, isKept: true) },
      waiting: waiting)
    try await ledger.writeIndex()
    let shared = Shared(
      ledger: ledger, records: records, stop: StopSwitch(), retries: LockedValue(retries))
    begin(waiting, workers: options.workers)
    defer { reporter.end() }
    for (place, count) in reused { reporter.note("reused \(count) from \(place)") }
    return try await run(waiting, shared, stopRequests)
  }

  /// Runs the trials that wait.
  private func run(
    _ waiting: [Int], _ shared: Shared, _ stopRequests: AsyncStream<StopRequest>
  ) async throws -> SweepOutcome {
    let stop = shared.stop
    let signal = LockedValue<Int32?>(nil)
    let listener = Task {
      for await request in stopRequests {
        if case .orderly(let number) = request, signal.value == nil {
          signal.set(number)
          reporter.note(
            "stopping: workers seal what they have (once more to end them at once)")
        }
        stop.stop(request)
      }
    }
    defer { listener.cancel() }
    var runner = self
    if let layout = await measuredLayout(for: waiting, stop) {
      runner.options.workers = layout.workers
      runner.options.threads = layout.threads
    }
    if stop.request == nil { try await runner.runWorkers(for: waiting, shared) }
    return SweepOutcome(
      trials: await shared.ledger.results, stopped: stop.request, signal: signal.value)
  }

  /// The numbers that progress is told with.
  private func begin(_ waiting: [Int], workers: Int) {
    reporter.begin(
      total: plan.trials.count, kept: plan.trials.count - waiting.count, workers: workers)
  }

  private func runWorkers(for waiting: [Int], _ shared: Shared) async throws {
    let workers = min(options.workers, max(1, waiting.count))
    begin(waiting, workers: workers)
    if !waiting.isEmpty { reporter.note(options.division(workers: workers)) }
    let failure = LockedValue<(any Error)?>(nil)
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<workers {
        group.addTask {
          do {
            try await work(worker, shared)
          } catch {
            failure.set(error)
            shared.stop.stop(.orderly(signal: 15))
          }
        }
      }
    }
    if let error = failure.value { throw error }
  }

  static func mustRun(_ found: TrialRecords.Found, isRetry: Bool) -> Bool {
    switch found.state {
    // Killed between its last entry and its seal, it has only to be sealed.
    case .done: !found.isSealed
    case .failed: isRetry
    case .planned, .running, .interrupted: true
    }
  }

  private func isSelected(_ number: Int) -> Bool { options.only?.contains(number) ?? true }

  /// Takes over what other sweeps have finished; how many trials from where.
  private func reuse() throws -> [(place: String, count: Int)] {
    guard !options.reused.isEmpty else { return [] }
    let reuse = TrialReuse(sources: options.reused)
    var counts: [(place: String, count: Int)] = []
    for trial in plan.trials where isSelected(trial.number) {
      let run = folder.run(trial.id)
      if run.hasRecord, (try? Run.open(run))?.record.header.state == .done { continue }
      try run.create()
      guard let claim = try FileLock.take(Self.claimPath(run)) else { continue }
      defer { claim.release() }
      guard let place = try reuse.adopt(trial.id, into: folder, sweepID: plan.sweepID) else {
        continue
      }
      if let known = counts.firstIndex(where: { $0.place == place }) {
        counts[known].count += 1
      } else {
        counts.append((place, 1))
      }
    }
    return counts
  }

  /// Throws when the disk cannot hold what trials are going to leave, beyond what they have there.
  private func checkRoom(for trials: [Int]) throws(SweepError) {
    guard let available = RunFolder(folder.path).availableBytes else { return }
    let wanted = trials.map { PlanEstimate.disk(of: plan.trials[$0].configuration) }
    guard wanted.reduce(0, +) > Double(available) else { return }
    // Only now is it worth a look at what the trials have there already.
    let needed = zip(trials, wanted).reduce(0.0) { sum, trial in
      sum + max(0, trial.1 - Double(folder.run(plan.trials[trial.0].id).usedBytes))
    }
    guard needed > Double(available) else { return }
    throw .noRoom(folder: folder.path, needed: needed, available: Double(available))
  }

  /// The folder's own lease: two `sweep run` would both write `sweep.h5`.
  private func lease() throws -> RunLease {
    let whole = RunFolder(folder.path)
    if let holder = try RunLease.holder(of: whole) {
      throw SweepError.inUse(
        folder: folder.path, holder: "process \(holder.processID) on host \(holder.host) runs it")
    }
    return try RunLease(whole)
  }

  /// Writes the plan into the folder, or makes sure that the one in it is the same.
  private func adoptPlan() throws {
    let wanted = plan.specification(
      createdUTC: Timestamp.text(), creatorVersion: creatorVersion)
    guard folder.hasSpecification else {
      // Before the plan, so that whoever finds the plan finds the experiments.
      try writeExperiments()
      return try SweepStore.write(wanted, to: folder)
    }
    let found = try SweepStore.readSpecification(folder)
    if let difference = PlanDifference.text(found: found, wanted: wanted) {
      throw SweepError.anotherPlan(folder: folder.path, difference: difference)
    }
    // The same trials: what the file says of them for people may have changed.
    try SweepStore.redescribe(wanted, in: folder)
  }

  /// The experiment of every trial, for workers that join later. Not flushed: a file that a crash
  /// has lost is written again with its trial.
  private func writeExperiments() throws {
    for trial in plan.trials {
      let run = folder.run(trial.id)
      try run.create()
      let path = Self.experimentPath(run)
      guard !FileManager.default.fileExists(atPath: path) else { continue }
      guard
        FileManager.default.createFile(
          atPath: path, contents: Data(experimentText(of: trial).utf8))
      else {
        throw SweepError.file(
          path: path, doing: "writing the experiment", why: SystemError.lastText)
      }
    }
  }

  func outcome(
    of trial: PlannedTrial, _ found: TrialRecords.Found, isKept: Bool
  ) -> TrialOutcome {
    TrialOutcome(
      id: trial.id, number: trial.number, title: trial.title, state: found.state,
      reason: found.reason, isKept: isKept, isSelected: isSelected(trial.number),
      logPath: folder.run(trial.id).logPath)
  }
}
