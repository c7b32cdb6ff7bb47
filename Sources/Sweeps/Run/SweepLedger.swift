internal import Store

/// Keeps the results of a running sweep: who does which trial, and the index on disk.
actor SweepLedger {
  /// What a worker is to do next.
  enum Next {
    case trial(Int)
    /// All that is left is run by others; look again in a while.
    case wait
    case nothing
  }

  private let folder: SweepFolder
  private var outcomes: [TrialOutcome]
  private var waiting: [Int]
  /// Trials that another process had when they were looked at.
  private var elsewhere: [Int] = []
  private var cache = RunOverviewCache()
  private var isClosed = false

  /// `waiting` are the numbers of the trials to run, in order.
  init(folder: SweepFolder, outcomes: [TrialOutcome], waiting: [Int]) {
    self.folder = folder
    self.outcomes = outcomes
    self.waiting = waiting
  }

  /// The next trial to look at.
  func next() -> Next {
    if isClosed { return .nothing }
    if !waiting.isEmpty { return .trial(waiting.removeFirst()) }
    return elsewhere.isEmpty ? .nothing : .wait
  }

  /// After a while: what others had may be free.
  func lookAgain() {
    waiting += elsewhere
    elsewhere = []
  }

  /// No further trial is given out.
  func close() { isClosed = true }

  /// Another process has the trial.
  func isElsewhere(_ outcome: TrialOutcome) {
    outcomes[outcome.number] = outcome
    elsewhere.append(outcome.number)
  }

  func ended(_ outcome: TrialOutcome) throws(StoreError) {
    outcomes[outcome.number] = outcome
    try writeIndex()
  }

  /// Makes the index from what is on the disk. One writer at a time, in this process and others:
  /// an index that was read later is never replaced by one that was read earlier.
  func writeIndex() throws(StoreError) {
    let lock = try FileLock.wait(for: "\(folder.path)/index.lock")
    defer { lock.release() }
    try SweepStore.write(SweepIndex.derive(from: folder, using: &cache), to: folder)
  }

  var results: [TrialOutcome] { outcomes }
}
