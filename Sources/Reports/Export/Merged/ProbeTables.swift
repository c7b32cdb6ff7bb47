import Foundation
import Store

/// The results of all probes of all trials, in long form.
struct ProbeTables {
  /// A probe's result and the trial it belongs to.
  private struct Entry {
    let trial: Int64
    let result: ProbeResult
  }

  private let entries: [Entry]

  init(results: SweepResults) {
    entries = results.trials.flatMap { trial in
      (trial.record?.probes ?? []).map { Entry(trial: trial.plan.number, result: $0) }
    }
  }

  var tables: [MergedTable] { [scores, grid, chosen, confusion] }

  /// One row a score.
  var scores: MergedTable {
    let rows = entries.flatMap { entry in entry.result.scores.map { (entry, $0) } }
    return MergedTable(
      "/probes/scores",
      Self.keys(rows.map(\.0)) + [
        .init("score", .text(rows.map(\.1.name))),
        .init("value", .float64(rows.map(\.1.value))),
        .init("unit", .text(rows.map(\.1.unit))),
        .init("direction", .text(rows.map(\.1.direction.rawValue))),
      ])
  }

  /// One row a setting that was tried; the setting is a JSON object of texts.
  private var grid: MergedTable {
    let rows = entries.flatMap { entry in
      (0..<entry.result.grid.rowCount).map { (entry, $0) }
    }
    return MergedTable(
      "/probes/grid",
      Self.keys(rows.map(\.0)) + [
        .init("setting", .text(rows.map { Self.setting(of: $0.0.result.grid, row: $0.1) })),
        .init("validation_score", .float64(rows.map { $0.0.result.grid.validationScores[$0.1] })),
      ])
  }

  /// One row a hyper-parameter of the chosen setting.
  private var chosen: MergedTable {
    let rows = entries.flatMap { entry in entry.result.chosen.map { (entry, $0) } }
    return MergedTable(
      "/probes/chosen",
      Self.keys(rows.map(\.0)) + [
        .init("key", .text(rows.map(\.1.key))), .init("value", .text(rows.map(\.1.text))),
      ])
  }

  /// One row a cell of a confusion matrix.
  private var confusion: MergedTable {
    var rows: [(entry: Entry, truth: Int, prediction: Int, count: Int64)] = []
    for entry in entries {
      for (truth, counts) in (entry.result.confusion ?? []).enumerated() {
        for (prediction, count) in counts.enumerated() {
          rows.append((entry, truth, prediction, count))
        }
      }
    }
    func name(_ entry: Entry, _ index: Int) -> String {
      let names = entry.result.classNames
      return names.indices.contains(index) ? names[index] : ""
    }
    return MergedTable(
      "/probes/confusion",
      Self.keys(rows.map(\.entry)) + [
        .init("true_class", .int64(rows.map { Int64($0.truth) })),
        .init("predicted_class", .int64(rows.map { Int64($0.prediction) })),
        .init("true_name", .text(rows.map { name($0.entry, $0.truth) })),
        .init("predicted_name", .text(rows.map { name($0.entry, $0.prediction) })),
        .init("count", .int64(rows.map(\.count))),
      ])
  }

  private static func keys(_ entries: [Entry]) -> [MergedTable.Column] {
    [
      .init("trial", .int64(entries.map(\.trial))),
      .init("probe", .text(entries.map(\.result.name))),
      .init("subject", .text(entries.map(\.result.subject))),
      .init("step", .int64(entries.map(\.result.step))),
    ]
  }

  private static func setting(of grid: HyperparameterGrid, row: Int) -> String {
    let pairs = grid.columns.map { column in
      json(column.name) + ": " + json(column.values.indices.contains(row) ? column.values[row] : "")
    }
    return "{" + pairs.joined(separator: ", ") + "}"
  }

  private static func json(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
