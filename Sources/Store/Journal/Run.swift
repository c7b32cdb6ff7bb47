/// A run as it stands on the disk now: the sealed record and what its journal adds.
///
/// Reading is safe at any time, also while the run goes on.
public struct Run: Sendable {
  public let folder: RunFolder
  /// Everything recorded, also what has not been sealed yet.
  public let record: RunRecord
  /// Whether `run.h5` alone says the same.
  public let isSealed: Bool

  /// Reads a run.
  ///
  /// - Parameter path: the run's folder, or the `run.h5` in it.
  /// - Returns: the run; a record cut short by a crash is left out.
  /// - Throws: ``StoreError``: `missing` when there is no run; `damaged` with the byte when the
  ///   journal was changed; what ``RunStore/read(file:)`` throws.
  public static func open(_ path: String) throws(StoreError) -> Run {
    try open(
      RunFolder(Platform.name(of: path) == "run.h5" ? Platform.folder(of: path) : path))
  }

  /// Reads a run, or at least the given parts of it: one with a journal is read as a whole.
  public static func open(
    _ folder: RunFolder, reading parts: RunParts = .all
  ) throws(StoreError) -> Run {
    // A record is replaced as a whole: without a journal it says everything, whenever it is read.
    if parts != .all, folder.journalGenerations().isEmpty {
      return Run(folder: folder, record: try RunStore.read(folder, parts), isSealed: true)
    }
    // Between reading the one and the other a run may seal and begin another journal.
    var failures: [StoreError] = []
    while true {
      do throws(StoreError) {
        let contents = try RunContents.read(folder)
        return Run(folder: folder, record: contents.record, isSealed: contents.isSealed)
      } catch {
        // The same failure twice in a row is not a seal in between.
        if failures.last == error || failures.count == 20 { throw error }
        failures.append(error)
      }
    }
  }
}

/// The record of a run with all of its journal, and where the journal ends.
struct RunContents {
  var builder: RecordBuilder
  /// The last record's number.
  var sequence: UInt64
  /// The journal files that are there.
  var generations: [UInt64]
  /// Whether the journal adds nothing to the sealed record.
  var isSealed: Bool

  var record: RunRecord { builder.record }

  static func read(_ folder: RunFolder) throws(StoreError) -> RunContents {
    // A run that seals meanwhile removes journals that belong to the record read before: what is read
    // fits together only if the record is still the same file at the end.
    while true {
      let before = Platform.identity(of: folder.recordPath)
      do throws(StoreError) {
        let contents = try readOnce(folder)
        if Platform.identity(of: folder.recordPath) == before { return contents }
      } catch {
        if Platform.identity(of: folder.recordPath) == before { throw error }
      }
    }
  }

  private static func readOnce(_ folder: RunFolder) throws(StoreError) -> RunContents {
    let generations = folder.journalGenerations()
    if !folder.hasRecord, let first = generations.first {
      throw StoreError(
        .damaged, path: folder.recordPath,
        reason: "is not there, but \(Platform.name(of: folder.journalPath(generation: first))), "
          + "which goes on from it, is: restore it from a copy")
    }
    let base = try RunStore.read(folder)
    return try RunContents(base, folder, folder.journalGenerations())
  }

  /// Adds journals to a sealed record.
  init(
    _ base: RunRecord, _ folder: RunFolder, _ generations: [UInt64]
  ) throws(StoreError) {
    builder = RecordBuilder(base)
    sequence = UInt64(max(0, base.header.journalSequence))
    self.generations = generations
    isSealed = true
    for generation in generations {
      let path = folder.journalPath(generation: generation)
      let scan = try JournalScan.read(path)
      // Only what a crash left of a file that was being made.
      guard let first = scan.records.first else { continue }
      try Self.check(first.record, generation, base.header.runID, path)
      builder.beginFile()
      for located in scan.records { try add(located, path) }
    }
  }

  private mutating func add(_ located: JournalScan.Located, _ path: String) throws(StoreError) {
    let record = located.record
    guard let entry = try JournalEntry(record, path: path) else {
      if record.sequence == sequence + 1 { sequence += 1 }
      return
    }
    if record.sequence > sequence + 1 {
      throw StoreError(
        .damaged, path: path,
        reason: "begins with record \(record.sequence), but the last one before it is "
          + "\(sequence): a file in between is missing, or run.h5 is older than the journal")
    }
    // Sealed already. The numbers of metrics are needed all the same.
    if record.sequence <= sequence {
      guard case .metric = entry else { return }
    } else {
      sequence += 1
    }
    do throws(ByteReader.Fault) {
      try builder.apply(entry, attempt: record.attempt, step: record.step)
    } catch {
      throw StoreError(
        .damaged, path: path,
        reason: "record \(record.sequence) at byte \(located.offset) does not fit: \(error.reason)")
    }
    switch entry {
    case .opened, .metric: break
    default: isSealed = false
    }
  }

  private static func check(
    _ record: JournalRecord, _ generation: UInt64, _ runID: String, _ path: String
  ) throws(StoreError) {
    guard case .opened(let opening) = try JournalEntry(record, path: path) else {
      throw StoreError(.damaged, path: path, reason: "does not begin with an opening record")
    }
    guard opening.minimumReader <= JournalOpening.currentVersion else {
      throw StoreError(
        .newerVersion, path: path,
        reason: "was written with journal version \(opening.version), which needs a reader of "
          + "version \(opening.minimumReader) or later; this program reads up to version "
          + "\(JournalOpening.currentVersion): use a newer one")
    }
    guard opening.generation == generation, opening.runID == runID else {
      throw StoreError(
        .damaged, path: path,
        reason: "says that it is journal \(opening.generation) of the run \(opening.runID), not "
          + "journal \(generation) of \(runID)")
    }
  }
}
