import Foundation
import Store

/// A run as the command line names it: its folder, or its `run.h5`.
struct RunPlace {
  let record: RunRecord
  let folder: String

  init(_ path: String) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard exists else { throw CommandError.noRun(path: path) }
    guard isFolder.boolValue else {
      folder = URL(filePath: path).deletingLastPathComponent().relativePath
      record = try RunStore.read(file: path)
      return
    }
    let run = RunFolder(path)
    guard run.hasRecord else { throw CommandError.noRun(path: path) }
    folder = path
    record = try RunStore.read(run)
  }
}
