/// What can go wrong when results are compared or exported. Each text says what is wrong, where,
/// and what to do.
public enum ReportError: Error, Sendable, Equatable {
  /// The folder holds no `sweep.json`.
  case notASweep(folder: String, runOf: String? = nil)
  /// There is neither a file nor a folder.
  case nothingThere(path: String)
  /// The store refused a file; `reason` is its own text.
  case unreadable(path: String, reason: String)
  /// The sweep does not vary that axis.
  case unknownAxis(name: String, known: [String])
  /// An axis was asked for, and the sweep varies nothing but the seed.
  case noAxes(asked: String)
  /// No finished trial has that score or metric.
  case unknownMetric(name: String, known: [String])
  /// No trial of the comparison has finished.
  case nothingFinished(trials: Int)
  /// Two finished trials have the same setting and seed.
  case duplicateTrials(first: String, second: String, setting: String, seed: Int64)
  /// No trial has published scores of that source.
  case unknownReference(name: String, known: [String])
  /// Scores are to be chosen by validation scores, and a trial has none.
  case noValidationScores(trial: String, probe: String)
  /// Two runs log a column of one name with different units or directions.
  case conflictingColumns(stream: String, column: String, first: String, second: String)
  /// A metric's name is taken by a column of the merged file.
  case reservedColumn(stream: String, column: String)
  /// The name of the export cannot be a file name.
  case badExportName(String)
  /// The destination is not an earlier export.
  case destinationOccupied(folder: String)
  /// A file could not be written.
  case cannotWrite(path: String, reason: String)
  /// The merged file, read again, does not hold what was exported.
  case verificationFailed(path: String, difference: String)
  /// A figure's file is neither SVG nor PNG.
  case unknownFigureFormat(path: String)
  /// Nothing here can turn SVG into PNG.
  case noRenderer(path: String)
  /// Paths to compare are not sweeps of one base.
  case differentBases(first: String, second: String, keys: [String])
  /// No Python interpreter.
  case pythonNotFound(tried: [String])
  /// The interpreter lacks modules.
  case pythonModulesMissing(python: String, modules: [String])
  /// The interpreter could not be started or ended with an error.
  case pythonFailed(doing: String, output: String)
  /// A cell of the notebook raised an error.
  case notebookFailed(notebook: String, output: String)
}
