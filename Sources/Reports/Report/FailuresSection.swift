import Foundation
import Store

/// Trials that have not finished, with the reason and the last lines of their log.
struct FailuresSection {
  let report: SweepReport

  private static let mostLogs = 30
  private static let lines = 12

  var section: ReportSection? {
    let unfinished = report.results.trials.filter { $0.state != .done || $0.record == nil }
    guard !unfinished.isEmpty else { return nil }
    var table = HTMLTable(
      caption: "Left out of every mean and curve",
      columns: [
        ("trial", true), ("setting", false), ("seed", true), ("state", false), ("reason", false),
      ])
    for trial in unfinished {
      table.append([
        .number(trial.plan.number), .text(trial.plan.label), .number(trial.plan.seed),
        .text(trial.state.rawValue, style: trial.state == .failed ? "bad" : ""),
        .text(trial.reason.isEmpty ? "–" : trial.reason),
      ])
    }
    let logs = unfinished.filter { $0.state == .failed || $0.state == .interrupted }
      .prefix(Self.mostLogs).compactMap { log(of: $0) }
    return ReportSection(
      id: "unfinished", title: "Not finished", html: table.html() + logs.joined())
  }

  private func log(of trial: SweepTrial) -> String? {
    let file = URL(filePath: SweepFolder(report.folder.path).run(trial.plan.id).path)
      .appending(path: "run.log")
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    defer { try? handle.close() }
    // Logs may be long; the end is what tells why.
    let size = (try? handle.seekToEnd()) ?? 0
    try? handle.seek(toOffset: size > 16_384 ? size - 16_384 : 0)
    guard let data = try? handle.readToEnd(), !data.isEmpty else { return nil }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").suffix(Self.lines)
    let name = "Last lines of the log of trial \(trial.plan.number)"
    return HTML.details(name, HTML.code(lines.joined(separator: "\n"), label: name))
  }
}
