import Foundation
import Subprocess

/// A Python that can import torch; `nil` where there is none (with `LIBTORCH`, for instance).
enum TorchPython {
  static let path: String? = {
    let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in
      folder.deletingLastPathComponent()
    }
    return [root.appending(path: ".deps/python/bin/python").path, "/usr/bin/python3"].first {
      FileManager.default.isExecutableFile(atPath: $0) && knowsTorch($0)
    }
  }()

  private static func knowsTorch(_ python: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)",
    ]
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Runs a script and waits; gives what it wrote to standard error where it failed.
  static func failure(of script: String, _ arguments: [String]) throws -> String? {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: path ?? "python3")
    process.arguments = [script] + arguments
    process.standardError = errors
    try process.run()
    let text = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : String(decoding: text, as: UTF8.self)
  }
}
