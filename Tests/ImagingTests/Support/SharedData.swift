import Foundation

/// The real images that are not part of the repository.
enum SharedData {
  /// `CAPI_SHARED`, else `../shared` beside the package.
  static let root: String = {
    if let set = ProcessInfo.processInfo.environment["CAPI_SHARED"] { return set }
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return package.deletingLastPathComponent().appendingPathComponent("shared").path
  }()

  /// Whether a test that needs the images runs: where they are, and in CI in any case, so that
  /// their absence is seen there.
  static let isExpected =
    FileManager.default.fileExists(atPath: "\(root)/data")
    || ProcessInfo.processInfo.environment["CI"] == "true"
}
