internal import Foundation
internal import Synchronization

/// The log of one trial: everything its workers wrote that is no progress event.
///
/// Kept over attempts: each one opens with a line that names the command.
final class TrialLog: Sendable {
  private struct State {
    let file: FileHandle
    var lastError: String?
    var lastOutput: String?
  }
  private let state: Mutex<State>

  /// Opens the log for appending.
  ///
  /// - Throws: ``SweepError/file(path:doing:why:)``
  init(path: String, heading: String) throws(SweepError) {
    if !FileManager.default.fileExists(atPath: path) {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw .file(path: path, doing: "creating the log", why: SystemError.lastText)
      }
    }
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw .file(path: path, doing: "opening the log", why: SystemError.lastText)
    }
    _ = try? file.seekToEnd()
    state = Mutex(State(file: file))
    append("== \(heading)")
  }

  /// The line that tells most about a failure.
  var lastLine: String? { state.withLock { $0.lastError ?? $0.lastOutput } }

  func output(_ line: String) {
    append(line)
    if let text = Self.meaningful(line) { state.withLock { $0.lastOutput = text } }
  }

  func error(_ line: String) {
    append(line)
    if let text = Self.meaningful(line) { state.withLock { $0.lastError = text } }
  }

  /// A log that cannot be written must not end a trial that can: the failure is swallowed here,
  /// and shows in the seal of the run, which is on the same disk.
  private func append(_ line: String) {
    state.withLock { try? $0.file.write(contentsOf: Data("\(line)\n".utf8)) }
  }

  private static func meaningful(_ line: String) -> String? {
    let trimmed = line.trimmingCharacters(in: .whitespacesAndNewlines)
    return trimmed.isEmpty ? nil : String(trimmed.prefix(500))
  }
}
