public import Foundation
import Store

/// Writes single files of reports: whole or not at all.
public enum ReportFile {
  /// Writes a text; folders that are missing are made.
  ///
  /// - Throws: ``ReportError/cannotWrite(path:reason:)``.
  public static func write(_ text: String, to file: URL) throws(ReportError) {
    try write(Array(text.utf8), to: file)
  }

  /// Writes bytes; folders that are missing are made.
  static func write(_ bytes: [UInt8], to file: URL) throws(ReportError) {
    let folder = file.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path: folder.path, reason: error.localizedDescription)
    }
    do throws(StoreError) {
      try AtomicFile.write(bytes, to: file.path)
    } catch {
      throw .cannotWrite(path: error.path, reason: error.reason)
    }
  }
}
