public import Foundation
import Store

/// Exports a sweep: a merged HDF5 file, CSV files, and notebooks that read HDF5 only.
public struct Exporter: Sendable {
  /// The folder that `capi sweep run` wrote.
  public let sweepFolder: URL
  /// The folder to write; its last component names the notebook.
  public let destination: URL
  /// Whether the notebook is run and turned into HTML.
  public let execute: Bool
  /// The interpreter for that; nil to search as ``Python/find(given:environment:roots:)`` does.
  public let python: Python?
  /// A file of patch features to take along, with a notebook about them; nil for none.
  public let features: URL?
  /// Whose published scores stand in `/comparison`, "paper" for instance; nil for none.
  public let reference: String?
  /// Whether a folder that is not an earlier export may be written into.
  public let force: Bool

  public init(
    sweepFolder: URL, destination: URL, execute: Bool = false, python: Python? = nil,
    features: URL? = nil, reference: String? = nil, force: Bool = false
  ) {
    self.sweepFolder = sweepFolder
    self.destination = destination
    self.execute = execute
    self.python = python
    self.features = features
    self.reference = reference
    self.force = force
  }

  /// Writes the export; an earlier one in the same folder is replaced file by file.
  ///
  /// The merged file is read again and compared with what was exported before it takes its place.
  ///
  /// - Throws: ``ReportError`` when the sweep cannot be read, the destination is taken, a file
  ///   cannot be written, or the notebook cannot be run. Python is looked for before anything is
  ///   written.
  public func export() throws(ReportError) -> ExportSummary {
    try export(try SweepResults(folder: sweepFolder))
  }

  /// Exports results that are in memory; `sweepFolder` is not read.
  package func export(_ results: SweepResults) throws(ReportError) -> ExportSummary {
    let folder = try ExportFolder(destination, force: force)
    let interpreter = try execute ? readyPython() : nil
    let contents = try MergedContents(results: results, reference: reference)
    try folder.prepare()
    try MergedFile(contents).write(to: folder.url(ExportFolder.mergedFile))
    let tables = Self.csvTables(of: contents)
    for (name, table) in tables { try table.writeCSV(to: folder.url(name)) }
    // The form in which one file held all streams was given up; a copy would be of old numbers.
    try folder.remove("metrics.csv")
    if !tables.contains(where: { $0.name == Self.evaluationsFile }) {
      try folder.remove(Self.evaluationsFile)
    }
    var files = [ExportFolder.mergedFile] + tables.map(\.name)
    if let features {
      try folder.copy(features, as: ExportFolder.featuresFile)
      files.append(ExportFolder.featuresFile)
    }
    for notebook in notebooks(of: results, named: folder.name) {
      try folder.write(try Self.json(of: notebook), as: notebook.title + ".ipynb")
      files.append(notebook.title + ".ipynb")
      // An HTML of earlier numbers beside new ones would be read as theirs.
      try folder.remove(notebook.title + ".html")
    }
    if let interpreter {
      for notebook in notebooks(of: results, named: folder.name) {
        _ = try NotebookExecution(python: interpreter)(folder.url(notebook.title + ".ipynb"))
        files.append(notebook.title + ".html")
      }
    }
    let summary = ExportSummary(
      destination: destination, files: files, trials: results.trials.count,
      finished: results.finished.count, contents: contents,
      problems: results.trials.flatMap(\.evaluations.problems))
    try folder.writeManifest(summary, sweepID: results.specification.sweepID)
    return summary
  }

  private func notebooks(of results: SweepResults, named name: String) -> [Notebook] {
    var notebooks = [
      SweepNotebook(name: name, question: results.question).notebook,
      StatisticsNotebook(name: name).notebook,
    ]
    if features != nil { notebooks.append(FeaturesNotebook(name: name).notebook) }
    return notebooks
  }

  private func readyPython() throws(ReportError) -> Python {
    let interpreter: Python
    if let python { interpreter = python } else { interpreter = try Python.find() }
    try interpreter.checkModules()
    return interpreter
  }

  private static let evaluationsFile = "evaluations.csv"

  /// The tables that are written as CSV too. Curves have a file for each stream, with a column
  /// for each metric, as in the merged file.
  private static func csvTables(
    of contents: MergedContents
  ) -> [(name: String, table: MergedTable)] {
    let trials = contents.table("/trials")?.columns ?? []
    let axes = contents.table("/trials/axes")?.columns ?? []
    let curves = contents.metricTables.map { table in
      (name: "metrics-\(table.path.split(separator: "/").last ?? "").csv", table: table)
    }
    let others = [
      ("probes.csv", "/probes/scores"), (evaluationsFile, "/evaluations"),
      ("comparison.csv", "/comparison"),
    ].compactMap { name, path in contents.table(path).map { (name: name, table: $0) } }
      // Most sweeps have no evaluations.
      .filter { $0.name != evaluationsFile || $0.table.rowCount > 0 }
    return [(name: "trials.csv", table: MergedTable("/trials", trials + axes))] + curves + others
  }

  private static func json(of notebook: Notebook) throws(ReportError) -> String {
    do { return try notebook.json() } catch {
      throw .cannotWrite(path: notebook.title, reason: "\(error)")
    }
  }
}
