internal import Foundation

/// The files of one run, by name. Making one touches no disk.
public struct RunFolder: Sendable, Equatable {
  /// Path of the folder.
  public let path: String

  public init(_ path: String) {
    self.path = path
  }

  /// Held by the process that runs it; see ``RunLease``.
  public var lockPath: String { "\(path)/run.lock" }
  /// The sealed record; see ``RunStore``.
  public var recordPath: String { "\(path)/run.h5" }
  /// What the program said while it ran.
  public var logPath: String { "\(path)/run.log" }
  public var checkpointsPath: String { "\(path)/checkpoints" }

  /// The checkpoint made after a step.
  public func checkpointPath(step: Int64) -> String {
    "\(checkpointsPath)/step-\(step).h5"
  }

  /// The folder of an evaluation of the run after its end, which has a record of its own.
  public func evaluation(_ id: String) -> RunFolder { RunFolder("\(path)/evaluations/\(id)") }

  /// The evaluations that have a record, by name.
  public func evaluations() -> [RunFolder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/evaluations")) ?? []
    return names.sorted().map(evaluation).filter(\.hasRecord)
  }

  /// What happened since the record was sealed; see ``JournalWriter``.
  public func journalPath(generation: UInt64) -> String { "\(path)/journal.\(generation)" }

  /// The journal files that are there, ascending.
  public func journalGenerations() -> [UInt64] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix("journal.") else { return nil }
      return UInt64(name.dropFirst(8))
    }.sorted()
  }

  /// Whether anything of that name is there.
  public var exists: Bool { Platform.exists(path) }

  /// Bytes that can still be written in the folder, or in the nearest one above it that exists; nil
  /// where that is not known.
  public var availableBytes: Int64? {
    var place = path
    while !Platform.exists(place), place != ".", place != "/" {
      place = Platform.folder(of: place)
    }
    return Platform.availableBytes(place)
  }

  /// Bytes of what a run writes as it goes on: `run.h5`, journals and checkpoints. Other files in the
  /// folder do not make what it still needs any smaller.
  public var usedBytes: Int64 {
    let paths =
      [recordPath] + journalGenerations().map(journalPath) + checkpointSteps().map(checkpointPath)
    return paths.reduce(0) { sum, path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
    }
  }

  /// Makes the folder, the one for checkpoints, and those above them.
  public func create() throws(StoreError) {
    guard !FileManager.default.fileExists(atPath: checkpointsPath) else { return }
    try Self.makeFolder(checkpointsPath)
    // Files that outlive a power failure need folders that do.
    for folder in [path, Platform.folder(of: path)] { try Platform.synchronizeFolder(folder) }
  }

  /// Makes the folder and those above it, but none for checkpoints.
  ///
  /// - Throws: ``StoreError`` with code `system` when the disk refuses.
  public func createWithoutCheckpoints() throws(StoreError) { try Self.makeFolder(path) }

  /// True when the run has a sealed record.
  public var hasRecord: Bool { FileManager.default.fileExists(atPath: recordPath) }

  /// True when anything of a run's record is there, also where its other half is missing.
  public var holdsRun: Bool { hasRecord || !journalGenerations().isEmpty }

  /// What follows the name of a checkpoint that could not be used and was set aside.
  public static let refusedSuffix = ".refused"

  /// Steps that have a checkpoint, ascending; empty without the folder.
  public func checkpointSteps() -> [Int64] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: checkpointsPath)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix("step-"), name.hasSuffix(".h5") else { return nil }
      return Int64(name.dropFirst(5).dropLast(3))
    }.sorted()
  }

  /// Removes what a crash left behind in the middle of writing.
  ///
  /// - Parameter lease: proof that no other process is writing in the folder.
  /// - Returns: the names that were removed.
  /// - Throws: ``StoreError`` when the lease is another folder's or a file cannot be removed.
  @discardableResult
  public func removeTemporaries(holding lease: RunLease) throws(StoreError) -> [String] {
    try check(lease)
    var removed: [String] = []
    for folder in [path, checkpointsPath] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names.sorted()
      where name.hasPrefix(AtomicFile.temporaryPrefix) && name.hasSuffix(AtomicFile.temporarySuffix)
      {
        let file = "\(folder)/\(name)"
        try Platform.remove(file)
        removed.append(name)
      }
    }
    return removed
  }

  /// Makes a folder and those above it that are missing.
  static func makeFolder(_ path: String) throws(StoreError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/\(part)"
      guard mkdir(made, 0o777) != 0 else { continue }
      let number = errno
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: made, isDirectory: &isFolder), isFolder.boolValue {
        continue
      }
      errno = number == EEXIST ? ENOTDIR : number
      throw Platform.failure("the folder cannot be made", path: made)
    }
  }
}
