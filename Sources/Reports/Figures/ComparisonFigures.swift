public import Foundation
import Store

/// The drawings of a comparison: for each axis bars of every metric, and training curves.
public struct ComparisonFigures: Sendable {
  package let figures: [Figure]

  /// - Throws: ``ReportError`` as ``Comparison/init(of:options:)`` does.
  public init(of results: SweepResults, options: ComparisonOptions) throws(ReportError) {
    let all = results.specification.axes
    let axes: [String?] =
      if let axis = options.axis { [axis] } else { all.isEmpty ? [nil] : all.map(Optional.some) }
    var figures: [Figure] = []
    for axis in axes {
      var along = options
      along.axis = axis
      let comparison: Comparison
      do { comparison = try Comparison(of: results, options: along) } catch {
        // Of several axes, one without finished trials has nothing to draw yet.
        if case .nothingFinished = error, axes.count > 1 { continue }
        throw error
      }
      for column in comparison.metrics.indices {
        if let figure = BarFigure(comparison, column: column).figure { figures.append(figure) }
      }
      figures += try Self.curves(of: results, options: along)
    }
    self.figures = figures
  }

  /// The curves of the chosen metrics; of the loss when none of them is logged over training.
  private static func curves(
    of results: SweepResults, options: ComparisonOptions
  ) throws(ReportError) -> [Figure] {
    let settings = try SettingGroups(of: results, axis: options.axis, selection: options.selection)
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

  /// Writes the drawings as SVG, or as PNG when the name says so.
  ///
  /// - Throws: ``ReportError/cannotWrite(path:reason:)`` and
  ///   ``ReportError/noRenderer(path:)`` when a PNG is asked for and nothing can draw one.
  public func write(to file: URL, python: Python?) throws(ReportError) {
    switch file.pathExtension.lowercased() {
    case "svg": try ReportFile.write(svg(), to: file)
    case "png": try Rasteriser(python: python).write(svg: svg(), png: file)
    default: throw .unknownFigureFormat(path: file.path)
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
