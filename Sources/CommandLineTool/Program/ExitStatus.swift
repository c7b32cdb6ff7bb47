/// How a command ended, for scripts.
enum ExitStatus: Sendable, Equatable {
  case success
  /// A run, a trial or a check failed, or a file could not be read or written.
  case failure
  /// An experiment or sweep file is wrong; nothing was started.
  case badConfiguration
  /// The command line is wrong. What ArgumentParser itself refuses ends with the same code.
  case usage
  /// Something that was checked is damaged (`EX_DATAERR`).
  case damaged
  /// Stopped by SIGINT, SIGTERM or SIGUSR2 before the end; the same command goes on.
  case interrupted(signal: Int32)

  /// The process's exit code.
  var code: Int32 {
    switch self {
    case .success: 0
    case .failure: 1
    case .badConfiguration: 2
    case .usage: 64
    case .damaged: 65
    case .interrupted(let signal): 128 + signal
    }
  }
}
