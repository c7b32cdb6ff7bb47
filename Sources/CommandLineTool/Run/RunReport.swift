import CapiCore
import Reports
import Store

/// What `capi run` and `capi show` say of a run.
struct RunReport {
  private let record: RunRecord
  private let folder: String

  init(_ record: RunRecord, folder: String) {
    self.record = record
    self.folder = folder
  }

  /// A table of all scores, then where the record is.
  ///
  /// - Parameter width: columns of the terminal; nil for no limit.
  /// - Returns: whole lines.
  func text(width: Int?) -> String {
    let last = "\(record.header.state.rawValue): \(folder)/run.h5\n"
    return record.probes.isEmpty ? last : table(width: width) + "\n" + last
  }

  /// One object: state, folder, the last value of each metric, every score with what was chosen
  /// for it. Numbers that are not finite are null.
  var json: ConfigurationValue {
    let header = record.header
    return .object([
      .init("state", .string(header.state.rawValue)),
      .init("reason", .string(header.stateReason)),
      .init("folder", .string(folder)),
      .init("run_id", .string(header.runID)),
      .init("last_step", .int(Int(header.lastStep))),
      .init("metrics", metrics),
      .init(
        "scores",
        .array(
          scores(all: true).map { result, score in
            .object([
              .init("probe", .string(result.name)),
              .init("subject", .string(result.subject)),
              .init("step", .int(Int(result.step))),
              .init("score", .string(score.name)),
              .init("value", .double(score.value)),
              .init("unit", .string(score.unit)),
              .init("direction", .string(score.direction.rawValue)),
              .init("chosen", .object(result.chosen.map { .init($0.key, .string($0.text)) })),
            ])
          })),
    ])
  }

  private var metrics: ConfigurationValue {
    .object(
      record.metrics.flatMap { stream in
        stream.columns.compactMap { column in
          column.values.last.map { .init("\(stream.name).\(column.name)", .double($0)) }
        }
      })
  }

  /// Trained features first, then what they have to beat.
  ///
  /// - Parameter all: also what was measured before the last step of its kind.
  private func scores(all: Bool) -> [(result: ProbeResult, score: ProbeScore)] {
    let order = ["teacher", "student", "untrained", "raw-pixels"]
    func rank(_ result: ProbeResult) -> Int { order.firstIndex(of: result.subject) ?? order.count }
    var probes: [String] = []
    for result in record.probes where !probes.contains(result.name) { probes.append(result.name) }
    return probes.flatMap { name in
      record.probes.enumerated().filter {
        $0.element.name == name && (all || isLast($0.element))
      }
      .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
      .flatMap { entry in entry.element.scores.map { (entry.element, $0) } }
    }
  }

  private func table(width: Int?) -> String {
    var table = TextTable(
      columns: [
        .init("probe"), .init("features"), .init("score"), .init("value", .right), .init("chosen"),
      ], leadingColumns: 2)
    var previous: String?
    let scores = scores(all: false)
    for (result, score) in scores {
      if let previous, previous != result.name { table.appendRule() }
      previous = result.name
      let same = scores.filter { $0.result.name == result.name && $0.score.name == score.name }
      let format = NumberFormat(fitting: same.map(\.score.value))
      let unit = score.unit == "1" ? "" : " [\(score.unit)]"
      table.append([
        .init(result.name), .init(Self.words(result.subject)), .init(score.name + unit),
        .init(format(score.value)),
        .init(result.chosen.map { "\($0.key)=\($0.text)" }.joined(separator: ", ")),
      ])
    }
    return table.text(width: width, styled: false)
  }

  /// Whether no later step asks the same; evaluations while training are in the JSON only.
  private func isLast(_ result: ProbeResult) -> Bool {
    !record.probes.contains {
      $0.name == result.name && $0.subject == result.subject && $0.step > result.step
    }
  }

  private static func words(_ subject: String) -> String {
    switch subject {
    case "teacher", "student": "trained \(subject)"
    case "raw-pixels": "raw pixels"
    default: subject
    }
  }
}
