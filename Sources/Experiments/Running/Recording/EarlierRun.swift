import CapiCore
import Store

/// A run that is in the folder already, and whether an experiment may go on with it.
struct EarlierRun {
  let run: Run
  private var record: RunRecord { run.record }

  /// - Returns: nil where the folder holds no run.
  static func find(in folder: RunFolder) throws(StoreError) -> EarlierRun? {
    guard folder.holdsRun else { return nil }
    return EarlierRun(run: try Run.open(folder))
  }

  var isDone: Bool { record.header.state == .done }

  /// Throws when the run is one of another experiment.
  func check(_ experiment: ResolvedExperiment, runID: String) throws(ExperimentError) {
    guard record.header.runID != runID else { return }
    let difference = ConfigurationDifference.text(between: record, and: experiment)
    throw ExperimentError(
      "\(run.folder.path) holds a run of another experiment"
        + (difference.isEmpty ? "" : " (\(difference))")
        + "; choose another folder with -o, or pass --force to replace it")
  }

  /// Throws when the data are not those that the run began with.
  func check(fingerprint: String) throws(ExperimentError) {
    let before = record.provenance.dataFingerprint
    guard !before.isEmpty, !fingerprint.isEmpty, before != fingerprint else { return }
    throw ExperimentError(
      "\(run.folder.path): the data set has changed since the run began (its fingerprint was "
        + "\(before.prefix(12)), now it is \(fingerprint.prefix(12))); bring the data back, choose "
        + "another folder with -o, or pass --force to begin again")
  }

  /// The newest checkpoint that is whole, and why newer ones are not taken.
  ///
  /// - Throws: ``ExperimentError`` where the system does not let one be read: it may well be whole.
  func newestCheckpoint() throws -> (checkpoint: Checkpoint?, refused: [(Artifact, String)]) {
    var refused: [(Artifact, String)] = []
    for artifact in record.checkpoints.reversed() {
      do {
        return (try Checkpoint.read(artifact, in: run.folder), refused)
      } catch let error as StoreError {
        if case .system = error.code {
          throw ExperimentError(
            "\(error); the checkpoint may well be whole, so nothing was changed: try again when it "
              + "can be read, or move the file away to go on from the one before")
        }
        refused.append((artifact, error.description))
      }
    }
    return (nil, refused)
  }
}

/// What differs between the experiment of a record and another one, as far as it can change results.
enum ConfigurationDifference {
  /// "training.steps: 4 there, 5 here; …", or nothing where no value differs.
  static func text(between record: RunRecord, and experiment: ResolvedExperiment) -> String {
    let before = record.configuration.flat
    let all = experiment.flat.map { TextEntry($0.key, $0.json) }
    let semantic = Set(
      experiment.configuration.canonical(semanticOnly: true).flattened().map(\.key))
    var lines: [String] = []
    for entry in all where semantic.contains(entry.key) && before[entry.key] != entry.text {
      lines.append("\(entry.key): \(before[entry.key] ?? "not set") there, \(entry.text) here")
    }
    // Keys of components that the experiment does not have.
    for entry in before where all[entry.key] == nil {
      lines.append("\(entry.key): \(entry.text) there, not set here")
    }
    if lines.isEmpty {
      return "versions of components, initial weights or the content of a named file differ"
    }
    let shown = lines.prefix(6).joined(separator: "; ")
    return lines.count > 6 ? "\(shown); and \(lines.count - 6) more" : shown
  }
}
