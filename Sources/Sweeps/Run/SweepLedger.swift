internal import Store

/// Keeps the results of a running sweep: who does which trial, and the index on disk.
actor SweepLedger {
  private let folder: SweepFolder
  private var outcomes: [TrialOutcome]
  private var waiting: [Int]

  /// `waiting` are the numbers of the trials to run, in order.
  init(folder: SweepFolder, outcomes: [TrialOutcome], waiting: [Int]) {
    self.folder = folder
    self.outcomes = outcomes
    self.waiting = waiting
  }

  /// The number of the next trial to run; nil when there is none left.
  func next() -> Int? { waiting.isEmpty ? nil : waiting.removeFirst() }

  func ended(_ outcome: TrialOutcome) throws(StoreError) {
    outcomes[outcome.number] = outcome
    try writeIndex()
  }

  /// Makes the index from what is on the disk. One at a time: this actor is its only writer.
  func writeIndex() throws(StoreError) {
    try SweepStore.write(SweepIndex.derive(from: folder), to: folder)
  }

  var results: [TrialOutcome] { outcomes }
}
