import Foundation
import Reports

/// The interpreter of the tests. Without it the tests that need it are skipped, except under CI,
/// where they fail.
enum TestPython {
  static let found: Python? = {
    let here = URL(filePath: #filePath)
    let package = (0..<4).reduce(here) { folder, _ in folder.deletingLastPathComponent() }
    return try? Python.find(roots: [package])
  }()

  static let isExpected =
    found != nil || ProcessInfo.processInfo.environment["CI"] == "true"

  static func required() throws -> Python {
    guard let found else { throw ReportError.pythonNotFound(tried: [".deps/python/bin/python"]) }
    return found
  }

  /// Runs a script and gives what it prints.
  static func output(of script: String, arguments: [String] = []) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: try required().path)
    process.arguments = ["-c", script] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
