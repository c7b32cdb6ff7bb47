public import Foundation
import Store

/// Exports a sweep: a merged HDF5 file, CSV files, and a notebook that reads the merged file only.
public struct Exporter: Sendable {
  /// The folder that `capi sweep run` wrote.
  public let sweepFolder: URL
  /// The folder to write; its last component names the notebook.
  public let destination: URL
  /// Whether the notebook is run and turned into HTML.
  public let execute: Bool
  /// The interpreter for that; nil to search as ``Python/find(given:environment:roots:)`` does.
  public let python: Python?
  /// Whether a folder that is not an earlier export may be written into.
  public let force: Bool

  public init(
    sweepFolder: URL, destination: URL, execute: Bool = false, python: Python? = nil,
    force: Bool = false
  ) {
    self.sweepFolder = sweepFolder
    self.destination = destination
    self.execute = execute
    self.python = python
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
    let contents = try MergedContents(results: results)
    try folder.prepare()
    try MergedFile(contents).write(to: folder.url(ExportFolder.mergedFile))
    for (name, text) in Self.csvFiles(of: contents) { try folder.write(text, as: name) }
    let notebook = SweepNotebook(name: folder.name, question: results.question).notebook
    try folder.write(try Self.json(of: notebook), as: folder.notebookFile)
    // An HTML of earlier numbers beside new ones would be read as theirs.
    try folder.remove(folder.htmlFile)
    var files = [ExportFolder.mergedFile, folder.notebookFile] + Self.csvFileNames
    if let interpreter {
      _ = try NotebookExecution(python: interpreter)(folder.url(folder.notebookFile))
      files.append(folder.htmlFile)
    }
    let summary = ExportSummary(
      destination: destination, files: files, trials: results.trials.count,
      finished: results.finished.count, contents: contents)
    try folder.writeManifest(summary, sweepID: results.specification.sweepID)
    return summary
  }

  private func readyPython() throws(ReportError) -> Python {
    let interpreter: Python
    if let python { interpreter = python } else { interpreter = try Python.find() }
    try interpreter.checkModules()
    return interpreter
  }

  private static let csvFileNames = ["trials.csv", "metrics.csv", "probes.csv", "comparison.csv"]

  private static func csvFiles(of contents: MergedContents) -> [(name: String, text: String)] {
    let trials = contents.table("/trials")?.columns ?? []
    let axes = contents.table("/trials/axes")?.columns ?? []
    let texts = [
      MergedTable("/trials", trials + axes).csv(),
      MetricTables.csv(of: contents.metricTables),
      contents.table("/probes/scores")?.csv() ?? "",
      contents.table("/comparison")?.csv() ?? "",
    ]
    return Array(zip(csvFileNames, texts)).map { (name: $0, text: $1) }
  }

  private static func json(of notebook: Notebook) throws(ReportError) -> String {
    do { return try notebook.json() } catch {
      throw .cannotWrite(path: notebook.title, reason: "\(error)")
    }
  }
}
