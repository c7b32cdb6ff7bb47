import ArgumentParser
import Foundation
import Reports

/// `capi compare`: the settings of a sweep against its base.
struct CompareCommand: ProgramCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case csv
    case json
    case markdown
  }

  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare the settings of a sweep.",
    discussion: """
      Mean ± standard deviation over seeds, the difference from the base, and the baselines. \
      docs/comparing.md says how to read it.

      Examples:
        capi compare runs/demo
        capi compare runs/ablation --by loss --health
        capi compare runs/losses --by loss --metric train.loss --format csv
      """)

  @Argument(help: "The sweep's folder.", completion: .directory)
  var folder: String

  @Option(help: "The axis to compare by, in place of all of them in one table.")
  var by: String?

  @Option(
    name: .customLong("metric"),
    help: "A column, such as knn-segmentation.teacher.mIoU or train.loss; may be repeated.")
  var metrics: [String] = []

  @Flag(help: "Add the last loss, the target entropy and the cluster usage.")
  var health = false

  @Option(help: "Which step's scores count where probes were made at several.")
  var select = ScoreSelection.last

  @Option(help: "The paired test; auto: sign-flip up to 12 pairs, t beyond.")
  var test = PairedTestChoice.auto

  @Option(help: "How to print it.")
  var format = Format.table

  func run(in program: Program) throws -> ExitStatus {
    let results = try SweepResults(folder: URL(filePath: folder))
    let comparison = try Comparison(
      of: results,
      options: ComparisonOptions(
        axis: by, metrics: metrics.isEmpty ? nil : metrics, health: health, selection: select,
        test: test))
    let console = program.console
    let text =
      switch format {
      case .table:
        comparison.terminalTable(width: console.outputWidth, styled: console.isStyled)
      case .csv: comparison.csv()
      case .json: try comparison.json()
      case .markdown: comparison.markdown()
      }
    try console.write(text)
    return .success
  }
}
