import Foundation

/// Listing folders, in an order that does not depend on the file system.
enum FolderTree {
  /// Names that are neither hidden nor folders of a desktop's own, sorted by their bytes.
  static func names(in folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { !$0.hasPrefix(".") && $0 != "__MACOSX" }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw ImagingError.layout(
        path: folder, reason: isFolder(folder) ? "cannot be listed" : "there is no such folder")
    }
  }

  /// Subfolders, sorted.
  static func folders(in folder: String) throws -> [String] {
    try names(in: folder).filter { isFolder("\(folder)/\($0)") }
  }

  /// Images below a folder at any depth, as paths relative to it, sorted folder by folder.
  static func images(below folder: String, extensions: Set<String>) throws -> [String] {
    var found: [String] = []
    try collect(folder, prefix: "", extensions, depth: 0, into: &found)
    return found
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  static func isFile(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path) && !isFolder(path)
  }

  private static func collect(
    _ root: String, prefix: String, _ extensions: Set<String>, depth: Int,
    into found: inout [String]
  ) throws {
    // A link to a folder above would go on for ever.
    guard depth < 16 else {
      throw ImagingError.layout(
        path: "\(root)/\(prefix)",
        reason: "is more than 16 folders deep; is there a link in a circle?")
    }
    for name in try names(in: "\(root)/\(prefix)") {
      let path = prefix + name
      if isFolder("\(root)/\(path)") {
        try collect(root, prefix: path + "/", extensions, depth: depth + 1, into: &found)
      } else if let dot = name.lastIndex(of: "."),
        extensions.contains(name[name.index(after: dot)...].lowercased())
      {
        found.append(path)
      }
    }
  }
}
