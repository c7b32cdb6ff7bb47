/// Writes a run while it goes on: every entry goes to the journal, and seals turn the journal into
/// `run.h5`.
///
/// The record is the same that a reader makes of the files. Use it from one thread.
public final class RunLog {
  /// A value of a row with what its metric means.
  public struct Value: Sendable {
    public var name: String
    public var value: Double
    public var unit: String
    public var longName: String
    public var direction: Direction

    public init(
      _ name: String, _ value: Double, unit: String = "1", longName: String = "",
      direction: Direction = .none
    ) {
      self.name = name
      self.value = value
      self.unit = unit
      self.longName = longName
      self.direction = direction
    }
  }

  /// Journals do not grow beyond this before they are sealed.
  static let longestJournal = 16 << 20
  /// A running run is sealed at least this often, once something was added.
  static let longestTime = Duration.seconds(600)

  public let folder: RunFolder
  private let lease: RunLease
  private let attempt: UInt32
  private var builder: RecordBuilder
  private var journal: JournalWriter
  private var numbers: [String: [String: UInt32]] = [:]
  /// Names and numbers of the metrics of each stream's newest row: most rows have the same ones, and
  /// comparing names is cheaper than looking them up.
  private var lastRows: [String: (names: [String], numbers: [UInt32])] = [:]
  private var isChanged = false
  private var sealedAt = ContinuousClock.now
  private var repetition: RowRepetition
  private let probeRepetition: ProbeRepetition

  /// Everything recorded so far.
  public var record: RunRecord { builder.record }

  /// Begins a run: seals the record as it is and opens its first journal.
  ///
  /// - Parameters:
  ///   - record: with one attempt, number 0.
  ///   - folder: exists and holds no run.
  ///   - lease: of that folder.
  public init(
    beginning record: RunRecord, in folder: RunFolder, holding lease: RunLease
  ) throws(StoreError) {
    try folder.check(lease)
    if folder.holdsRun {
      throw StoreError(.conflict, path: folder.path, reason: "holds a run already")
    }
    var record = record
    record.header.journalSequence = 0
    try RunStore.write(record, to: folder)
    self.folder = folder
    self.lease = lease
    attempt = 0
    builder = RecordBuilder(record)
    journal = try JournalWriter(
      folder, generation: 1, runID: record.header.runID, attempt: 0, after: 0)
    repetition = RowRepetition(of: [])
    probeRepetition = ProbeRepetition(of: [])
  }

  /// Goes on with a run that has ended, however it ended, from one of its steps.
  ///
  /// Rows and results of that step and later ones become superseded; the rest stays. Nothing is
  /// changed on the disk before the new record is sealed.
  ///
  /// - Parameters:
  ///   - folder: holds the run.
  ///   - lease: of that folder.
  ///   - started: when the attempt began, host and process; its number is set here.
  ///   - change: what else is to change in the record.
  public init(
    continuing folder: RunFolder, holding lease: RunLease, _ started: RunAttempt,
    _ change: (inout RunRecord) -> Void = { _ in }
  ) throws(StoreError) {
    try folder.check(lease)
    var contents = try RunContents.read(folder)
    var next = started
    next.number = (contents.record.provenance.attempts.map(\.number).max() ?? -1) + 1
    contents.builder.begin(next)
    contents.builder.beginFile()
    contents.builder.update { record in
      change(&record)
      record.header.sealedUTC = started.startedUTC
      record.header.journalSequence = Int64(contents.sequence)
    }
    try RunStore.write(contents.record, to: folder)
    self.folder = folder
    self.lease = lease
    attempt = UInt32(clamping: next.number)
    builder = contents.builder
    journal = try JournalWriter(
      folder, generation: (contents.generations.last ?? 0) + 1,
      runID: contents.record.header.runID, attempt: UInt32(clamping: next.number),
      after: contents.sequence)
    for generation in contents.generations {
      try Platform.remove(folder.journalPath(generation: generation))
    }
    repetition = RowRepetition(of: contents.record.superseded)
    probeRepetition = ProbeRepetition(of: contents.record.supersededProbes)
  }

  /// Adds a row to a stream.
  ///
  /// Where the row repeats one that was superseded, the two are compared bit by bit, except for
  /// what measures time; a difference becomes a warning among the events.
  ///
  /// - Returns: events that this made, for people to see.
  @discardableResult
  public func append(
    to stream: String, step: Int64, epoch: Double, wallTime: Double, _ values: [Value]
  ) throws(StoreError) -> [RunEvent] {
    var row = JournalRow(stream: stream, epoch: epoch, wallTime: wallTime, values: [])
    row.values.reserveCapacity(values.count)
    let (names, numbers) = lastRows[stream] ?? ([], [])
    if names.elementsEqual(values, by: { $0 == $1.name }) {
      for (value, number) in zip(values, numbers) {
        row.values.append(.init(metric: number, value: value.value))
      }
    } else {
      for value in values {
        row.values.append(.init(metric: try number(of: value, in: stream), value: value.value))
      }
      lastRows[stream] = (values.map(\.name), row.values.map(\.metric))
    }
    try add(.row(row), step: step)
    let events = repetition.compare(
      stream: stream, step: step, wallTime: wallTime, values: values)
    for event in events { try note(event) }
    return events
  }

  /// Adds an event.
  public func note(_ event: RunEvent) throws(StoreError) {
    try add(.event(event), step: event.step)
  }

  /// Adds a probe's result, which replaces one of the same probe, subject and step.
  ///
  /// Where the result repeats one that was superseded, all scores are compared bit by bit, except
  /// for what measures time; a difference becomes a warning among the events.
  ///
  /// - Returns: events that this made, for people to see.
  @discardableResult
  public func add(_ result: ProbeResult) throws(StoreError) -> [RunEvent] {
    try add(.probe(result), step: result.step)
    guard let event = probeRepetition.compare(result, wallTime: lastWallTime) else { return [] }
    try note(event)
    return [event]
  }

  private var lastWallTime: Double { builder.record.metrics.first?.wallTimes.last ?? 0 }

  /// Adds a file that is whole and on the disk. When this returns, so is the record of it.
  public func add(_ artifact: Artifact) throws(StoreError) {
    try add(.artifact(artifact), step: artifact.step)
    try journal.synchronize()
  }

  /// Takes files out of the run, then from the disk.
  public func remove(artifacts paths: [String]) throws(StoreError) {
    guard !paths.isEmpty else { return }
    for path in paths { try add(.artifactRemoved(path: path), step: -1) }
    try journal.synchronize()
    for path in paths { try Platform.remove("\(folder.path)/\(path)") }
  }

  /// Where a file that is refused can stay: `<path>.refused`, or `<path>.refused-2` and so on where an
  /// earlier one is.
  ///
  /// - Parameter path: relative to the run.
  /// - Returns: a path relative to the run, of nothing that is there; nil when the file is not there.
  public func placeForRefused(artifact path: String) -> String? {
    guard Platform.exists("\(folder.path)/\(path)") else { return nil }
    var place = "\(path)\(RunFolder.refusedSuffix)"
    var number = 2
    while Platform.exists("\(folder.path)/\(place)") {
      place = "\(path)\(RunFolder.refusedSuffix)-\(number)"
      number += 1
    }
    return place
  }

  /// Takes a file out of the run and leaves it on the disk.
  ///
  /// - Parameters:
  ///   - path: the file, relative to the run.
  ///   - place: where it stays, as ``placeForRefused(artifact:)`` says; nil when it is not there.
  /// - Throws: ``StoreError`` with code `system` when the disk refuses; the file is then still part of
  ///   the run.
  public func refuse(artifact path: String, movingTo place: String?) throws(StoreError) {
    if let place {
      // On the disk before the record: a file without a record does not exist, and is removed.
      try Platform.rename("\(folder.path)/\(path)", to: "\(folder.path)/\(place)")
      try Platform.synchronizeFolder(Platform.folder(of: "\(folder.path)/\(place)"))
    }
    try add(.artifactRemoved(path: path), step: -1)
  }

  /// Seals a run whose process has ended without doing so; what the journal holds is kept.
  ///
  /// - Parameters:
  ///   - folder: holds the run.
  ///   - lease: of that folder.
  ///   - state: what has become of the run; what its journal says when nil.
  ///   - reason: why.
  /// - Returns: the record, as it is sealed now.
  @discardableResult
  public static func conclude(
    _ folder: RunFolder, holding lease: RunLease, _ state: RunState? = nil, reason: String = ""
  ) throws(StoreError) -> RunRecord {
    try folder.check(lease)
    var contents = try RunContents.read(folder)
    let utc = Timestamp.text()
    if let state {
      do throws(ByteReader.Fault) {
        try contents.builder.apply(
          .state(state, reason: reason, complete: false, utc: utc), attempt: 0, step: -1)
      } catch {
        throw StoreError(.invalidRecord, path: folder.recordPath, reason: error.reason)
      }
    }
    let sequence = Int64(contents.sequence)
    contents.builder.update { record in
      record.header.sealedUTC = utc
      record.header.journalSequence = sequence
    }
    try RunStore.write(contents.record, to: folder)
    for generation in contents.generations {
      try Platform.remove(folder.journalPath(generation: generation))
    }
    return contents.record
  }

  /// Ends the run: seals its record, after which there is no journal.
  public func end(
    _ state: RunState, reason: String = "", complete: Bool = false
  ) throws(StoreError) {
    for event in repetition.finish(wallTime: lastWallTime) {
      try note(event)
    }
    let utc = Timestamp.text()
    try add(.state(state, reason: reason, complete: complete, utc: utc), step: -1)
    try journal.synchronize()
    try write(sealedUTC: utc)
    journal.close()
    try removeJournals(except: nil)
  }

  /// Seals what there is and begins another journal; does nothing when nothing was added since.
  public func seal() throws(StoreError) {
    guard isChanged else { return }
    try journal.synchronize()
    try write(sealedUTC: Timestamp.text())
    let old = journal
    journal = try JournalWriter(
      folder, generation: old.generation + 1, runID: record.header.runID, attempt: attempt,
      after: old.sequence)
    old.close()
    numbers = [:]
    lastRows = [:]
    builder.beginFile()
    isChanged = false
    sealedAt = .now
    try removeJournals(except: journal.generation)
  }

  /// Seals when the journal has become long, or the last seal old.
  public func sealIfDue() throws(StoreError) {
    guard journal.length > Self.longestJournal || .now - sealedAt > Self.longestTime else { return }
    try seal()
  }

  private func write(sealedUTC: String) throws(StoreError) {
    let sequence = Int64(journal.sequence)
    builder.update { record in
      record.header.sealedUTC = sealedUTC
      record.header.journalSequence = sequence
    }
    try RunStore.write(record, to: folder)
  }

  private func removeJournals(except kept: UInt64?) throws(StoreError) {
    for generation in folder.journalGenerations() where generation != kept {
      try Platform.remove(folder.journalPath(generation: generation))
    }
  }

  private func add(_ entry: JournalEntry, step: Int64) throws(StoreError) {
    try journal.append(entry, step: step)
    do throws(ByteReader.Fault) {
      try builder.apply(entry, attempt: attempt, step: step)
    } catch {
      throw StoreError(.invalidRecord, path: journal.path, reason: error.reason)
    }
    isChanged = true
  }

  private func number(of value: Value, in stream: String) throws(StoreError) -> UInt32 {
    if let number = numbers[stream]?[value.name] { return number }
    let number = UInt32(builder.declaredCount)
    try add(
      .metric(
        MetricDeclaration(
          number: number, stream: stream, name: value.name, unit: value.unit,
          longName: value.longName, direction: value.direction)), step: -1)
    numbers[stream, default: [:]][value.name] = number
    return number
  }
}

extension RunFolder {
  /// Throws unless the lease is this folder's.
  func check(_ lease: RunLease) throws(StoreError) {
    guard lease.folder == self else {
      throw StoreError(
        .leased, path: path,
        reason: "is not the folder that the lease on \(lease.folder.path) is for")
    }
  }
}
