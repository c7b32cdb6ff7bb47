import Foundation

/// Runs a program and waits for it.
enum ChildProcess {
  /// Standard output and standard error come back together.
  ///
  /// - Parameters:
  ///   - environment: changes the caller's environment, given a scratch folder that is removed
  ///     when the program has ended.
  static func run(
    _ path: String, _ arguments: [String], in folder: URL? = nil,
    environment: (_ scratch: URL) -> [String: String] = { _ in ProcessInfo.processInfo.environment }
  ) throws(ReportError) -> (status: Int32, output: String) {
    do {
      let scratch = try FileManager.default.url(
        for: .itemReplacementDirectory, in: .userDomainMask,
        appropriateFor: FileManager.default.temporaryDirectory, create: true)
      defer { try? FileManager.default.removeItem(at: scratch) }
      // A file, not a pipe: a child that writes more than a pipe holds would wait for ever.
      let log = scratch.appending(path: "output")
      try Data().write(to: log)
      let handle = try FileHandle(forWritingTo: log)
      defer { try? handle.close() }
      let process = Process()
      process.executableURL = URL(filePath: path)
      process.arguments = arguments
      if let folder { process.currentDirectoryURL = folder }
      process.environment = environment(scratch)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = handle
      process.standardError = handle
      try process.run()
      process.waitUntilExit()
      let output = String(decoding: try Data(contentsOf: log), as: UTF8.self)
      return (process.terminationStatus, output)
    } catch {
      throw .pythonFailed(doing: "starting \(path)", output: "\(error)")
    }
  }
}
