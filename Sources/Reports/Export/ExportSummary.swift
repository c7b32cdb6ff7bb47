public import Foundation

/// What an export holds.
public struct ExportSummary: Sendable {
  /// The folder of the export.
  public let destination: URL
  /// Names of its files.
  public let files: [String]
  /// Trials of the sweep, and how many of them have finished.
  public let trials: Int
  public let finished: Int
  /// Rows of each table of the merged file, in the order of the file.
  public let rows: [(table: String, count: Int)]

  /// Evaluations that could not be used, a sentence each without a full stop.
  public let problems: [String]

  init(
    destination: URL, files: [String], trials: Int, finished: Int, contents: MergedContents,
    problems: [String]
  ) {
    self.problems = problems
    self.destination = destination
    self.files = files
    self.trials = trials
    self.finished = finished
    rows = contents.tables.map { ($0.path, $0.rowCount) }
  }

  /// A few lines for people.
  public var text: String {
    let metricRows = rows.filter { $0.table.hasPrefix("/metrics/") }.reduce(0) { $0 + $1.count }
    let scores = rows.first { $0.table == "/probes/scores" }?.count ?? 0
    let files = files.map { "  " + destination.appending(path: $0).path }
    let counts =
      "Exported \(trials) trials (\(finished) finished): \(metricRows) metric rows, "
      + "\(scores) scores, all read again and compared."
    return ([counts] + problems.map { "Left out: \($0)." } + files).joined(separator: "\n") + "\n"
  }
}
