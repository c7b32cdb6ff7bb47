public import Foundation
import Store

/// The drawings of a comparison: bars of every metric and training curves, for each axis and for
/// combinations of several where no scope is chosen.
public struct ComparisonFigures: Sendable {
  package let figures: [Figure]

  /// - Throws: ``ReportError`` as ``Comparison/init(of:options:)`` does.
  public init(of results: SweepResults, options: ComparisonOptions) throws(ReportError) {
    let comparisons =
      options.scope == .all
      ? try Comparison.each(of: results, options: options)
      : [try Comparison(of: results, options: options)]
    var figures: [Figure] = []
    for comparison in comparisons {
      if comparisons.count > 1 { figures.append(.heading(comparison.scope.title, width: 640)) }
      figures += comparison.metrics.indices.compactMap {
        BarFigure(comparison, column: $0).figure
      }
      var within = options
      within.scope = comparison.scope
      figures += try Self.curves(of: results, options: within)
    }
    self.figures = figures
  }

  /// The curves of the chosen metrics; of the loss when none of them is logged over training.
  private static func curves(
    of results: SweepResults, options: ComparisonOptions
  ) throws(ReportError) -> [Figure] {
    let settings = try SettingGroups(
      of: results, scope: options.scope, selection: options.selection)
    let logged = LoggedMetrics(of: settings.groups).names
    let asked = logged.filter { options.metrics?.contains("\($0.stream).\($0.metric)") ?? false }
    let loss = logged.filter { $0.metric == "loss" }
    return (asked.isEmpty ? loss : asked).compactMap { name in
      TrainingCurves(settings: settings.groups, stream: name.stream, metric: name.metric)
        .map { CurveFigure($0, width: 640, height: 320).figure }
    }
  }

  /// One SVG document with all drawings, one below the other.
  public func svg() -> String {
    Figure.stacked(figures, title: "Comparison").document
  }

  /// - Throws: ``ReportError/unknownFigureFormat(path:)`` unless the name ends as SVG or PNG.
  public static func checkFormat(of file: URL) throws(ReportError) {
    guard ["svg", "png"].contains(file.pathExtension.lowercased()) else {
      throw .unknownFigureFormat(path: file.path)
    }
  }

  /// Writes the drawings as SVG, or as PNG when the name says so.
  ///
  /// - Throws: ``ReportError/cannotWrite(path:reason:)``, what ``checkFormat(of:)`` throws, and
  ///   ``ReportError/noRenderer(path:)`` when a PNG is asked for and nothing can draw one.
  public func write(to file: URL, python: Python?) throws(ReportError) {
    try Self.checkFormat(of: file)
    if file.pathExtension.lowercased() == "png" {
      try Rasteriser(python: python).write(svg: svg(), png: file)
    } else {
      try ReportFile.write(svg(), to: file)
    }
  }
}

/// The metrics that finished trials have logged, in the order of their records.
struct LoggedMetrics {
  let names: [(stream: String, metric: String)]

  init(of settings: [SettingGroup]) {
    var seen: Set<String> = []
    var names: [(stream: String, metric: String)] = []
    for trial in settings.flatMap(\.trials) where trial.state == .done {
      for stream in trial.record?.metrics ?? [] {
        for column in stream.columns where seen.insert("\(stream.name).\(column.name)").inserted {
          names.append((stream.name, column.name))
        }
      }
    }
    self.names = names
  }
}
