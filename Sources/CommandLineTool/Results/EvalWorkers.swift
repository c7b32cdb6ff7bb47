import Foundation

/// Evaluates several runs at a time, each by a process of its own.
///
/// Results are printed in the order of the command line, each as soon as all before it are. A run
/// that cannot be evaluated does not end the others.
struct EvalWorkers: Sendable {
  /// The program, and the words that tell it to evaluate the run of a path.
  let executable: String
  let arguments: @Sendable (_ path: String) -> [String]
  let console: Console

  /// - Parameters:
  ///   - runs: paths of runs.
  ///   - workers: processes at a time, 1 or more.
  ///   - stop: where it says so, processes are told to stop and no more are started.
  /// - Returns: success, failure where a run could not be evaluated, or that it was stopped.
  func evaluate(_ runs: [String], workers: Int, stop: StopSignal) async throws -> ExitStatus {
    var results = [Finished?](repeating: nil, count: runs.count)
    var shown = 0
    try await withThrowingTaskGroup(of: (Int, Finished).self) { group in
      var next = 0
      func start() {
        guard next < runs.count, stop.signal == nil else { return }
        let index = next
        next += 1
        group.addTask { (index, try await finish(runs[index], stop)) }
      }
      for _ in 0..<workers { start() }
      while let (index, finished) = try await group.next() {
        results[index] = finished
        while shown < runs.count, let ready = results[shown] {
          console.writeError(ready.errors)
          try console.write(ready.output)
          shown += 1
        }
        start()
      }
    }
    if let signal = stop.signal { return .interrupted(signal: signal) }
    return results.contains { $0?.code != 0 } ? .failure : .success
  }

  private struct Finished: Sendable {
    let code: Int32
    let output: String
    let errors: String
  }

  private func finish(_ path: String, _ stop: StopSignal) async throws -> Finished {
    let scratch = try FileManager.default.url(
      for: .itemReplacementDirectory, in: .userDomainMask,
      appropriateFor: FileManager.default.temporaryDirectory, create: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    // Files, not pipes: a process that writes more than a pipe holds would wait to be read.
    let (output, errors) = (scratch.appending(path: "output"), scratch.appending(path: "errors"))
    for file in [output, errors] { try Data().write(to: file) }
    let (outputHandle, errorHandle) = (
      try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: errors)
    )
    defer {
      try? outputHandle.close()
      try? errorHandle.close()
    }
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments(path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = outputHandle
    process.standardError = errorHandle
    let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in continuation.finish() }
    try process.run()
    let identifier = process.processIdentifier
    await withTaskGroup(of: Void.self) { group in
      group.addTask { for await _ in ends {} }
      group.addTask {
        // The process is in a group of its own: Ctrl-C reaches this one alone.
        while (try? await Task.sleep(for: .milliseconds(200))) != nil {
          if stop.signal != nil {
            kill(identifier, SIGTERM)
            return
          }
        }
      }
      await group.next()
      group.cancelAll()
    }
    process.waitUntilExit()
    return Finished(
      code: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}
