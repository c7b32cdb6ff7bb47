import Foundation
import Store

/// A run named on the command line: by its folder or by its `run.h5`.
struct RunPlace {
  let folder: RunFolder

  /// - Throws: ``CommandError/noRun(path:)`` when there is none.
  init(_ path: String) throws(CommandError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .noRun(path: path)
    }
    folder = RunFolder(
      isFolder.boolValue ? path : URL(filePath: path).deletingLastPathComponent().relativePath)
    guard folder.hasRecord else { throw .noRun(path: path) }
  }
}
