import Foundation

/// Where a Python for notebooks may lie.
enum PythonPlaces {
  /// The working folder, then the folders above the executable, up to the package that it was
  /// built in.
  static var roots: [URL] {
    var roots = [URL(filePath: FileManager.default.currentDirectoryPath)]
    guard let executable = try? WorkerExecutable.path() else { return roots }
    var folder = URL(filePath: executable).deletingLastPathComponent()
    while folder.pathComponents.count > 1 {
      let manifest = folder.appending(path: "Package.swift").path
      if FileManager.default.fileExists(atPath: manifest) {
        roots.append(folder)
        break
      }
      folder = folder.deletingLastPathComponent()
    }
    return roots
  }
}
