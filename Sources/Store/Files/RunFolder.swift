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

  /// Makes the folder, the one for checkpoints, and those above them.
  public func create() throws(StoreError) {
    try Self.makeFolder(checkpointsPath)
  }

  /// True when the run has a sealed record.
  public var hasRecord: Bool { FileManager.default.fileExists(atPath: recordPath) }

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
    guard lease.folder == self else {
      throw StoreError(
        .leased, path: path,
        reason: "is not the folder that the lease on \(lease.folder.path) is for")
    }
    var removed: [String] = []
    for folder in [path, checkpointsPath] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names.sorted()
      where name.hasPrefix(AtomicFile.temporaryPrefix) && name.hasSuffix(AtomicFile.temporarySuffix)
      {
        let file = "\(folder)/\(name)"
        guard (try? FileManager.default.removeItem(atPath: file)) != nil else {
          throw StoreError(
            .system(EACCES), path: file, reason: "is left from a crash and cannot be removed")
        }
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
