import Foundation
import Store

/// The commands that make the numbers and this page again.
struct ReproductionSection {
  let report: SweepReport

  var section: ReportSection {
    let specification = report.results.specification
    let name = specification.name.replacing("/", with: "-")
    let folder = "runs/\(name)"
    let options = Self.shell(self.options)
    let reference = Self.shell(report.options.reference.map { ["--reference", $0] } ?? [])
    let source = commit.map { "git checkout \($0)\nmake build\n" } ?? "# capi \(version)\n"
    let commands =
      source + """
        capi sweep run sweeps/\(name).yaml\(arguments) -o \(folder)    # the sweep file is below
        capi compare \(folder)\(options)
        capi report \(folder)\(options) --to \(name).html
        capi export \(folder)\(reference) --to notebooks-export/\(name) --execute
        """
    let one = report.results.finished.first.flatMap(\.record)
    let single =
      one.map {
        "<p>One trial by hand, from the configuration that its record holds:</p>"
          + HTML.code(
            "capi run experiment.yaml -o runs/one    # the file below, \($0.header.runID)",
            label: "Command for one trial")
          + HTML.details(
            "The experiment of the first finished trial",
            HTML.code($0.configuration.yaml, label: "Experiment file"))
      } ?? ""
    return ReportSection(
      id: "reproduce", title: "Make it again",
      html: HTML.code(commands, label: "Commands")
        + HTML.details(
          "The sweep file, \(name).yaml", HTML.code(specification.yaml, label: "Sweep file"))
        + HTML.details(
          "The base experiment with every default filled in: save it under the name that the sweep "
            + "file calls it by",
          HTML.code(Self.pretty(specification.baseConfiguration), label: "Base experiment"))
        + single)
  }

  /// What the command line changed in the file.
  private var arguments: String { Self.shell(report.results.specification.arguments) }

  /// What was asked of this page.
  private var options: [String] {
    let asked = report.options
    var words = (asked.metrics ?? []).flatMap { ["--metric", $0] }
    if asked.evaluations { words.append("--evaluations") }
    if asked.selection != .last { words += ["--select", asked.selection.rawValue] }
    if asked.test != .auto { words += ["--test", asked.test.rawValue] }
    return words + (asked.reference.map { ["--reference", $0] } ?? [])
  }

  /// The versions of the program that made the trials.
  private var version: String {
    Set(report.results.finished.compactMap { $0.record?.header.creatorVersion }).sorted()
      .joined(separator: ", ")
  }

  /// Words behind a command, each with a space before it, quoted for a shell.
  private static func shell(_ words: [String]) -> String {
    words.map { argument in
      let isPlain = argument.allSatisfy { $0.isLetter || $0.isNumber || "._=/-+:,%@".contains($0) }
      return isPlain ? " \(argument)" : " '" + argument.replacing("'", with: #"'\''"#) + "'"
    }.joined()
  }

  /// The commit that all records name; nil when they name several or none.
  private var commit: String? {
    let commits = Set(
      report.results.trials.compactMap { $0.record?.provenance.gitCommit }.filter { !$0.isEmpty })
    return commits.count == 1 ? commits.first : nil
  }

  private static func pretty(_ json: String) -> String {
    guard let value = try? JSONSerialization.jsonObject(with: Data(json.utf8)),
      let data = try? JSONSerialization.data(
        withJSONObject: value, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    else { return json }
    return String(decoding: data, as: UTF8.self)
  }
}
