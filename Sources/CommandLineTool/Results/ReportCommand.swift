import ArgumentParser
import Foundation
import Reports
import Store

/// `capi report`: a sweep as one HTML page.
struct ReportCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a sweep's report: one HTML file that needs nothing else.",
    discussion: """
      The question, the plan, tables with intervals, training curves, what failed and why, where \
      the numbers come from and how to make them again. docs/reports.md shows it.

      Examples:
        capi report runs/demo --to report.html
        capi report runs/small --reference paper --to small.html
      """)

  @Argument(help: "The sweep's folder.", completion: .directory)
  var folder: String

  @Option(help: "The HTML file to write.", completion: .file(extensions: ["html"]))
  var to: String

  @Option(
    name: .customLong("metric"),
    help: "A column, such as knn-segmentation.teacher.mIoU or train.loss; may be repeated.")
  var metrics: [String] = []

  @Flag(help: "Add columns for what `capi eval` has measured after the runs.")
  var evaluations = false

  @Option(help: "Which step's scores count where probes were made at several.")
  var select = ScoreSelection.last

  @Option(help: "The paired test; auto: sign-flip up to 12 pairs, t beyond.")
  var test = PairedTestChoice.auto

  @Option(help: "Published scores to set beside ours: a source named in the sweep file.")
  var reference: String?

  func run(in program: Program) throws -> ExitStatus {
    let folder = URL(filePath: self.folder)
    let parts: RunParts = [.curves, .circumstances]
    let results = try SweepResults(folder: folder, reading: parts.union(select.parts))
    let report = try SweepReport(
      of: results, folder: folder,
      options: ComparisonOptions(
        metrics: metrics.isEmpty ? nil : metrics, evaluations: evaluations, selection: select,
        test: test, reference: reference))
    let html = try report.html()
    try ReportFile.write(html, to: URL(filePath: to))
    try program.console.print(
      "\(to): \(results.finished.count) of \(results.trials.count) trials, "
        + "\((html.utf8.count + 512) / 1024) kB")
    return .success
  }
}
