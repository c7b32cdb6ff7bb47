internal import Foundation
internal import Store

/// Takes finished trials over from other sweeps: a trial of the same identity gives the same
/// results.
struct TrialReuse {
  let sources: [SweepFolder]

  /// Looks for a finished record of the trial and copies it, with everything that belongs to it,
  /// into `folder`. Files that never change are linked where the file system can.
  ///
  /// - Returns: the folder it came from; nil when none has it.
  /// - Throws: `StoreError` when the copy cannot be written. A source that cannot be read is one
  ///   that does not have it.
  func adopt(_ id: String, into folder: SweepFolder, sweepID: String) throws -> String? {
    for source in sources where source.path != folder.path {
      let from = source.run(id)
      guard from.hasRecord, var record = try? RunStore.read(from), record.header.state == .done
      else { continue }
      let run = folder.run(id)
      try run.create()
      let lease = try RunLease(run)
      defer { lease.release() }
      try copyFiles(from.path, to: run.path)
      record.header.sweepID = sweepID
      record.provenance.entries.append(
        TextEntry("reused_from", URL(fileURLWithPath: from.path).standardizedFileURL.path))
      // Last: with the record the trial is done, and everything it speaks of is there.
      try RunStore.write(record, to: run)
      return source.path
    }
    return nil
  }

  /// What is the sweep's own and not the trial's.
  private static let own: Set<String> = [
    "run.h5", "run.lock", "claim.lock", "experiment.yaml", "progress.json",
  ]

  private func copyFiles(_ from: String, to: String) throws {
    let manager = FileManager.default
    guard let names = manager.enumerator(atPath: from) else { return }
    for case let name as String in names {
      let (source, target) = ("\(from)/\(name)", "\(to)/\(name)")
      var isFolder: ObjCBool = false
      guard !Self.own.contains(name), !name.hasPrefix("journal."), !name.hasSuffix(".capi-tmp"),
        manager.fileExists(atPath: source, isDirectory: &isFolder)
      else { continue }
      if isFolder.boolValue {
        try manager.createDirectory(atPath: target, withIntermediateDirectories: true)
      } else if !manager.fileExists(atPath: target) {
        // Logs grow; what is sealed never changes.
        if name.hasSuffix(".log") || (try? manager.linkItem(atPath: source, toPath: target)) == nil
        {
          try manager.copyItem(atPath: source, toPath: target)
        }
      }
    }
  }
}
