import ArgumentParser
import Foundation
import Reports
import Store

/// `capi compare`: the settings of a sweep against its base.
struct CompareCommand: ProgramCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case csv
    case json
    case markdown
    case latex
  }

  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare the settings of a sweep.",
    discussion: """
      Mean ± standard deviation over seeds, the difference from the base, and the baselines; from \
      three seeds on intervals, p-values and effect sizes. docs/comparing.md says how to read it.

      Examples:
        capi compare runs/demo
        capi compare runs/ablation --by loss --health --plot loss.svg
        capi compare runs/losses --by loss --metric train.loss --format csv
        capi compare runs/small --reference paper --format latex --to small.tex
        capi compare runs/seeds-0-2 runs/seeds-3-5
        capi compare runs/losses --evaluations
      """)

  @Argument(
    help: "Folders of sweeps; several are read as one when they have the same base.",
    completion: .directory)
  var folders: [String]

  @Option(help: "The axis to compare by, in place of all of them in one table.")
  var by: String?

  @Option(
    name: .customLong("metric"),
    help: "A column, such as knn-segmentation.teacher.mIoU or train.loss; may be repeated.")
  var metrics: [String] = []

  @Flag(help: "Add the last loss, the target entropy and the cluster usage.")
  var health = false

  @Flag(help: "Add columns for what `capi eval` has measured after the runs.")
  var evaluations = false

  @Option(help: "Which step's scores count where probes were made at several.")
  var select = ScoreSelection.last

  @Option(help: "The paired test; auto: sign-flip up to 12 pairs, t beyond.")
  var test = PairedTestChoice.auto

  @Option(help: "Published scores to set beside ours: a source named in the sweep file.")
  var reference: String?

  @Option(help: "How to print it.")
  var format = Format.table

  @Option(help: "A file to write it to, in place of standard output.", completion: .file())
  var to: String?

  @Option(
    help: "Draw bars with intervals and training curves into this .svg or .png file.",
    completion: .file(extensions: ["svg", "png"]))
  var plot: String?

  func run(in program: Program) throws -> ExitStatus {
    if let plot { try ComparisonFigures.checkFormat(of: URL(filePath: plot)) }
    // A table needs the end of each run alone.
    let parts: RunParts = plot == nil ? .lastValues : .curves
    let results = try SweepResults(
      folders: folders.map { URL(filePath: $0) }, reading: parts.union(select.parts))
    let options = ComparisonOptions(
      scope: by.map { .axis($0) } ?? .all, metrics: metrics.isEmpty ? nil : metrics, health: health,
      evaluations: evaluations, selection: select, test: test, reference: reference)
    let comparison = try Comparison(of: results, options: options)
    let console = program.console
    let text =
      switch format {
      case .table:
        comparison.terminalTable(
          width: to == nil ? console.outputWidth : nil, styled: to == nil && console.isStyled)
      case .csv: comparison.csv()
      case .json: try comparison.json()
      case .markdown: comparison.markdown()
      case .latex: comparison.latex()
      }
    if let to {
      try ReportFile.write(text, to: URL(filePath: to))
    } else {
      try console.write(text)
    }
    if let plot {
      try ComparisonFigures(of: results, options: options)
        .write(to: URL(filePath: plot), python: try? Python.find(roots: PythonPlaces.roots))
    }
    return .success
  }
}
