import Foundation

/// Files on disk, read with a bound.
enum SourceFile {
  /// Why a file could not be read.
  struct Unreadable: Error {
    var message: String
  }

  /// The bytes of a file; at most one more than `limit`, so that devices and huge files end too.
  static func read(_ path: String, limit: Int) throws(Unreadable) -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw Unreadable(message: "there is no file '\(path)'")
    }
    if isDirectory.boolValue {
      throw Unreadable(message: "'\(path)' is a folder; name a YAML file")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Unreadable(message: "the file '\(path)' may not be read; check its permissions")
    }
    defer { try? handle.close() }
    do {
      return Array(try handle.read(upToCount: limit + 1) ?? Data())
    } catch {
      throw Unreadable(message: "reading '\(path)' failed: \(error.localizedDescription)")
    }
  }

  /// The path of a file named inside another file.
  static func path(_ name: String, relativeTo file: String) -> String {
    if name.hasPrefix("/") { return name }
    let folder = (file as NSString).deletingLastPathComponent
    return folder.isEmpty ? name : (folder as NSString).appendingPathComponent(name)
  }

  /// Whether two paths lead to the same file.
  static func isSame(_ a: String, _ b: String) -> Bool { resolved(a) == resolved(b) }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
