import Foundation
import Store

/// The folder of a run, and whether it may be written.
struct RunDestination {
  let folder: RunFolder
  private let identity: String

  /// - Parameters:
  ///   - output: the folder that was asked for; else one below `runs/`, named after file and
  ///     identity, so that a changed experiment gets another folder.
  ///   - experiment: path of the experiment file.
  ///   - identity: of the resolved experiment, in hexadecimal.
  init(output: String?, experiment: String, identity: String) {
    folder = RunFolder(output ?? "runs/\(Self.name(experiment))-\(identity.prefix(8))")
    self.identity = identity
  }

  /// The folders in which a run of the file may be, whatever its identity.
  static func candidates(output: String?, experiment: String) -> [RunFolder] {
    if let output { return [RunFolder(output)] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "runs")) ?? []
    return names.filter { $0.hasPrefix("\(name(experiment))-") }.sorted()
      .map { RunFolder("runs/\($0)") }
  }

  private static func name(_ experiment: String) -> String {
    URL(fileURLWithPath: experiment).deletingPathExtension().lastPathComponent
  }

  /// Makes sure that nothing is lost that was not meant to be.
  ///
  /// An earlier attempt at the same experiment that did not finish is gone on with; a run of another
  /// experiment is refused by the runner, which says what differs.
  /// With `force` whatever run is there is removed first, so that no file of it can be taken for
  /// one of the new run.
  ///
  /// - Returns: the record of this very experiment where it is done; there is nothing to run then.
  func prepare(force: Bool) throws -> RunRecord? {
    guard folder.holdsRun else { return nil }
    if force {
      try remove()
      return nil
    }
    let run: Run
    do throws(StoreError) {
      run = try Run.open(folder)
    } catch {
      throw CommandError.unreadableRun(path: error.path, reason: error.reason)
    }
    let header = run.record.header
    let isFinished = header.runID == identity && header.state == .done && run.isSealed
    return isFinished ? run.record : nil
  }

  private func remove() throws {
    let lease = try RunLease(folder)
    defer { lease.release() }
    let journals = folder.journalGenerations().map { folder.journalPath(generation: $0) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.checkpointsPath)) ?? []
    let checkpoints = names.filter {
      $0.hasSuffix(".h5") || $0.contains(".h5\(RunFolder.refusedSuffix)")
    }.map { "\(folder.checkpointsPath)/\($0)" }
    let record = folder.hasRecord ? [folder.recordPath] : []
    for path in journals + checkpoints + record {
      do {
        try FileManager.default.removeItem(atPath: path)
      } catch {
        throw CommandError.notRemoved(path: path, reason: error.localizedDescription)
      }
    }
  }
}
