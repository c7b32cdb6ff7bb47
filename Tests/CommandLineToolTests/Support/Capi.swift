import Foundation
import Subprocess
import Testing

/// The built program as a child process.
enum Capi {
  /// What a command left behind.
  struct Result {
    let code: Int32
    let output: String
    let errors: String
  }

  /// Beside the test bundle; else where the package is built.
  static let executable: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let places = [bundle, Bundle.main.bundleURL, root.appending(path: ".build/release")]
    return places.map { $0.appending(path: "capi").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "capi"
  }()

  /// Runs a command in a folder and waits for its end.
  static func run(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]
  ) async throws -> Result {
    // Nothing of the caller's terminal must show in the texts.
    var settings: [Environment.Key: String?] = ["COLUMNS": nil, "CAPI_PYTHON": nil]
    for (name, value) in environment {
      if let key = Environment.Key(rawValue: name) { settings[key] = value }
    }
    let overrides = settings
    let result = try await Gate.processes.pass {
      try await Subprocess.run(
        .path(literal(executable)), arguments: Arguments(arguments),
        environment: .inherit.updating(overrides), workingDirectory: literal(folder.path),
        output: .string(limit: 1 << 24), error: .string(limit: 1 << 24))
    }
    let code: Int32 =
      switch result.terminationStatus {
      case .exited(let code): code
      case .signaled(let number): 1000 + number
      }
    return Result(
      code: code, output: result.standardOutput, errors: result.standardError)
  }

  /// A path of swift-system, which this package does not depend on by name.
  private static func literal<Path: ExpressibleByStringLiteral>(_ text: String) -> Path
  where Path.StringLiteralType == String { Path(stringLiteral: text) }
}
