/// What a command itself refuses; the modules have errors of their own.
enum CommandError: Error, Sendable, Equatable {
  /// The folder holds a record that cannot be read.
  case unreadableRun(path: String, reason: String)
  /// A run ended as failed.
  case failedRun(reason: String)
  /// The folder or file holds no run.
  case noRun(path: String)
  /// The folder is that of a sweep; `run` is one of its runs.
  case sweepNotRun(path: String, run: String)
  /// Standard output cannot be written.
  case output(String)
  /// A file could not be removed.
  case notRemoved(path: String, reason: String)
  /// The run has no stream of metrics of the name.
  case noStream(String, path: String, known: String)
  /// There is neither a file nor a folder of the name.
  case nothingThere(path: String)
  /// No trial of the sweep was started in the folder.
  case notStarted(sweep: String, folder: String)
  /// The file is an experiment, not a sweep.
  case experimentFile(path: String)
  /// A folder of a sweep was named for a run.
  case sweepFolder(path: String)
  /// There is no benchmark and no file of the name.
  case noBenchmark(String, hint: String)
  /// A line that is to say how many steps to train says something else.
  case noStepCount(String)
  /// The data set is made by the program.
  case noFiles(dataset: String)
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
    case .sweepNotRun(let path, let run):
      "\(path) holds a sweep; name one of its runs, such as \(run)"
    case .noFiles(let dataset):
      "data set '\(dataset)' comes from no files that could be read for a full fingerprint; its "
        + "fingerprint says all there is to say"
    case .noBenchmark(let name, let hint):
      "there is neither a benchmark nor a file '\(name)'\(hint)"
    case .noStepCount(let line): "expected a number of steps, found '\(line)'"
    case .sweepFile(let path):
      "\(path) is a sweep, not an experiment; run it with 'capi sweep run \(path)'"
    case .experimentFile(let path):
      "\(path) is an experiment, not a sweep; run it with 'capi run \(path)', or name it as 'base' in a "
        + "sweep file"
    case .sweepFolder(let path):
      "\(path) holds a sweep; choose another folder with -o"
    case .noStream(let name, let path, let known):
      "\(path) has no stream '\(name)'; it has \(known)"
    case .nothingThere(let path): "there is neither a file nor a folder \(path)"
    case .notStarted(let sweep, let folder):
      "\(folder) holds no sweep: nothing of \(sweep) was started there; name its folder with -o, or "
        + "start it with 'capi sweep run \(sweep)'"
    case .output(let reason): "standard output cannot be written: \(reason)"
    case .notRemoved(let path, let reason): "\(path) cannot be removed: \(reason)"
    }
  }
}
