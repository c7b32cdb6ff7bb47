/// What a command itself refuses; the modules have errors of their own.
enum CommandError: Error, Sendable, Equatable {
  /// The folder holds a record that cannot be read.
  case unreadableRun(path: String, reason: String)
  /// A run ended as failed.
  case failedRun(reason: String)
  /// The folder or file holds no run.
  case noRun(path: String)
  /// Standard output cannot be written.
  case output(String)
  /// A file could not be removed.
  case notRemoved(path: String, reason: String)
  /// The file is a sweep, not an experiment.
  case sweepFile(path: String)
}

extension CommandError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unreadableRun(let path, let reason):
      "\(path): \(reason); choose another folder with -o, or pass --force to replace it"
    case .failedRun(let reason): "the run failed: \(reason)"
    case .noRun(let path):
      "\(path) holds no run (there is no run.h5); name the folder of a run, or its run.h5"
    case .sweepFile(let path):
      "\(path) is a sweep, not an experiment; run it with 'capi sweep run \(path)'"
    case .output(let reason): "standard output cannot be written: \(reason)"
    case .notRemoved(let path, let reason): "\(path) cannot be removed: \(reason)"
    }
  }
}
