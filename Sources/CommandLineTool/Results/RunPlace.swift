import Foundation
import Store

/// A run named on the command line: by its folder or by its `run.h5`.
struct RunPlace {
  let folder: RunFolder

  /// - Throws: ``CommandError/noRun(path:)`` when there is none, ``CommandError/sweepNotRun(path:run:)``
  ///   when there are many.
  init(_ path: String) throws(CommandError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .noRun(path: path)
    }
    folder = RunFolder(
      isFolder.boolValue ? path : URL(filePath: path).deletingLastPathComponent().relativePath)
    guard folder.hasRecord else {
      if let run = Self.firstRun(of: SweepFolder(path)) { throw .sweepNotRun(path: path, run: run) }
      throw .noRun(path: path)
    }
  }

  private static func firstRun(of sweep: SweepFolder) -> String? {
    guard let plan = try? SweepStore.readSpecification(sweep) else { return nil }
    return plan.trials.map { sweep.run($0.id) }.first(where: \.hasRecord)?.path
  }
}
