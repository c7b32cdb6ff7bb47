/// Why a sweep cannot go on. What is wrong with a sweep file is a `Diagnostics` instead.
public enum SweepError: Error, Sendable, Equatable {
  /// The folder already holds a sweep with another plan; `difference` says in what it differs.
  case anotherPlan(folder: String, difference: String)
  /// The folder is in use by another `sweep run`; `holder` says by whom.
  case inUse(folder: String, holder: String)
  /// A file of the sweep could not be read or written.
  case file(path: String, doing: String, why: String)
  /// There is no sweep in the folder.
  case noSweep(folder: String, runOf: String? = nil)
  /// Data sets that cannot be opened, with the reasons.
  case data([String])
  /// A trial of the plan is another experiment for this program: its configuration, or else its
  /// data or the version of a component.
  case anotherExperiment(folder: String, trial: String, isConfiguration: Bool)
  /// The disk has less room than the trials that are to be run are going to need, in bytes.
  case noRoom(folder: String, needed: Double, available: Double)
  /// The folder holds a single run.
  case aRun(folder: String)
  /// No trial, or more than one, goes by the name.
  case noSuchTrial(String, found: Int)
}

extension SweepError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .anotherPlan(let folder, let difference):
      "\(folder) holds the results of another plan: \(difference). Nothing was started. Choose "
        + "another folder with -o, or go back to the sweep file that made this one"
    case .inUse(let folder, let holder):
      "\(folder) is in use: \(holder). Wait for it to end, or choose another folder with -o"
    case .file(let path, let doing, let why): "\(path): \(doing) failed: \(why)"
    case .noSweep(let folder, let sweep?):
      "\(folder) is one run of the sweep \(sweep). Name that folder"
    case .noSweep(let file, nil) where file.hasSuffix(".yaml") || file.hasSuffix(".yml"):
      "\(file) says what a sweep is to do. Name the folder of its results, which 'capi sweep run \(file)' "
        + "wrote: runs/NAME, or what was given with -o"
    case .noSweep(let folder, nil):
      "\(folder) holds no sweep (it has no sweep.json). Name the folder that was given to "
        + "'capi sweep run' with -o"
    case .data(let problems):
      "the data cannot be opened, so nothing was started:"
        + problems.map { (problems.count == 1 ? " " : "\n  ") + $0 }.joined()
    case .anotherExperiment(let folder, let trial, let isConfiguration):
      "\(folder): '\(trial)' is another experiment for this program: "
        + (isConfiguration
          ? "its configuration resolves to other values"
          : "a component or a plugin has another version, or the data set is another")
        + ". Use the program and the data that the sweep was started with"
    case .noRoom(let folder, let needed, let available):
      "\(folder): the trials need about \(PlanEstimate.bytesText(needed)) of disk and only "
        + "\(PlanEstimate.bytesText(available)) are free, so nothing was started; make room, or keep "
        + "fewer checkpoints (output.checkpoint_keep, output.checkpoint=false)"
    case .aRun(let folder):
      "\(folder) holds a run of one experiment; choose another folder with -o"
    case .noSuchTrial(let name, let found):
      found == 0
        ? "no trial has the number or the identity '\(name)'; 'capi sweep plan' lists them, and four "
          + "characters of an identity are the fewest"
        : "\(found) trials have identities that begin with '\(name)'; write more of it"
    }
  }
}
