/// How a command ended, for scripts. Wrong usage ends with 64 (ArgumentParser's `EX_USAGE`).
enum ExitStatus: Sendable, Equatable {
  case success
  /// A run, a trial or a check failed, or a file could not be read or written.
  case failure
  /// An experiment or sweep file is wrong; nothing was started.
  case badConfiguration
  /// Stopped by SIGINT or SIGTERM before the end.
  case interrupted(signal: Int32)

  /// The process's exit code.
  var code: Int32 {
    switch self {
    case .success: 0
    case .failure: 1
    case .badConfiguration: 2
    case .interrupted(let signal): 128 + signal
    }
  }
}
