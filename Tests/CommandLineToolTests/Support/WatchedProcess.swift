import Foundation

/// The built program as a child process that is stopped at a moment of its work.
///
/// The moment is watched for on a thread of its own. A task would have to wait until tests that
/// compute give a thread back, for seconds, and find the child at its end.
struct WatchedProcess: @unchecked Sendable {
  let identifier: pid_t
  /// Only the watching thread uses it once it runs.
  private let process: Process

  /// How it ended.
  struct End: Sendable {
    let reason: Process.TerminationReason
    let code: Int32
    /// Whether it was still at work when its moment had come.
    let cameInTime: Bool
  }

  /// Starts a command in a folder, waits for its moment, stops it and waits for its end.
  ///
  /// - Parameters:
  ///   - output: files in the folder for what it says, in place of nothing.
  ///   - moment: asked every two milliseconds.
  ///   - stop: what is done at the moment; gets nil once the child has ended before it.
  static func run(
    _ arguments: [String], in folder: TemporaryFolder, output: String? = nil,
    errors: String? = nil, until moment: @escaping @Sendable () -> Bool,
    stop: @escaping @Sendable (pid_t?) -> Void
  ) async throws -> End {
    try await Gate.processes.pass {
      let process = Process()
      process.executableURL = URL(filePath: Capi.executable)
      process.arguments = arguments
      process.currentDirectoryURL = URL(filePath: folder.path)
      process.standardOutput = try handle(output, in: folder)
      process.standardError = try handle(errors, in: folder)
      try process.run()
      let child = WatchedProcess(identifier: process.processIdentifier, process: process)
      return await withCheckedContinuation { continuation in
        Thread { continuation.resume(returning: child.watch(until: moment, stop: stop)) }.start()
      }
    }
  }

  private func watch(until moment: () -> Bool, stop: (pid_t?) -> Void) -> End {
    // A child that hangs fails its test, not the whole run.
    let deadline = Date.now + 300
    while process.isRunning, !moment(), Date.now < deadline {
      Thread.sleep(forTimeInterval: 0.002)
    }
    let cameInTime = process.isRunning && Date.now < deadline
    stop(process.isRunning ? identifier : nil)
    while process.isRunning {
      if Date.now > deadline { kill(identifier, SIGKILL) }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return End(
      reason: process.terminationReason, code: process.terminationStatus, cameInTime: cameInTime)
  }

  private static func handle(_ name: String?, in folder: TemporaryFolder) throws -> FileHandle {
    guard let name else { return .nullDevice }
    let url = URL(filePath: folder.url(name))
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }
}
