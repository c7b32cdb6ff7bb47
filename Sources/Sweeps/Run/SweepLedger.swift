internal import Store

/// Keeps the results of a running sweep: who does which trial, and the index on disk.
actor SweepLedger {
  private let specification: SweepSpecification
  private let folder: SweepFolder
  private var found: [TrialRecords.Found]
  private var outcomes: [TrialOutcome]
  private var waiting: [Int]

  init(
    _ specification: SweepSpecification, folder: SweepFolder, found: [TrialRecords.Found],
    outcomes: [TrialOutcome], waiting: [Int]
  ) {
    self.specification = specification
    self.folder = folder
    self.found = found
    self.outcomes = outcomes
    self.waiting = waiting
  }

  /// The number of the next trial to run; nil when there is none left.
  func next() -> Int? { waiting.isEmpty ? nil : waiting.removeFirst() }

  func ended(_ outcome: TrialOutcome, _ record: TrialRecords.Found) throws(StoreError) {
    found[outcome.number] = record
    outcomes[outcome.number] = outcome
    try writeIndex()
  }

  func writeIndex() throws(StoreError) {
    try SweepStore.write(SweepIndex(specification, found: found), to: folder)
  }

  var results: [TrialOutcome] { outcomes }
}
