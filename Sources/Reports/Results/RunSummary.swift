public import Store

/// A run in a few lines, as `capi show RUN` prints it.
public struct RunSummary: Sendable {
  private let record: RunRecord

  public init(_ record: RunRecord) { self.record = record }

  /// The text: state, configuration, the last value of each metric, the last scores.
  ///
  /// - Parameter width: columns of the terminal; nil for no limit.
  /// - Returns: paragraphs; those without content are left out.
  public func text(width: Int? = nil) -> String {
    ([header] + [configuration, metrics(width: width), scores(width: width)].filter { !$0.isEmpty })
      .joined(separator: "\n")
  }

  private var header: String {
    let header = record.header
    let reason = header.stateReason.isEmpty ? "" : ": " + header.stateReason
    var lines = ["run \(header.runID)", "state \(header.state.rawValue)\(reason)"]
    lines.append(header.lastStep < 0 ? "no step recorded" : "last step \(header.lastStep)")
    lines.append("created \(header.createdUTC) by capi \(header.creatorVersion)")
    for event in record.events where event.level != .info {
      lines.append("\(event.level.rawValue) at step \(event.step): \(event.text)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The chosen components and the sizes of the run, as far as the configuration has them.
  private var configuration: String {
    let keys = [
      "seed", "dataset.name", "target.name", "loss.name", "masking.name", "predictor.name",
      "positions.name", "sinkhorn.name", "model.width", "model.depth", "training.steps",
      "training.batch",
    ]
    let entries = keys.compactMap { key in
      record.configuration.flat[key].map { "\(key)=\(SettingLabel.text(ofJSON: $0) ?? "null")" }
    }
    return entries.isEmpty ? "" : entries.joined(separator: " ") + "\n"
  }

  private func metrics(width: Int?) -> String {
    var table = TextTable(
      columns: [.init("metric"), .init("last", .right), .init("unit")], leadingColumns: 1)
    for reading in record.readings where reading.source.subject == nil {
      append(reading, to: &table)
    }
    return table.rows.isEmpty ? "" : table.text(width: width, styled: false)
  }

  private func scores(width: Int?) -> String {
    var table = TextTable(
      columns: [.init("score"), .init("value", .right), .init("unit")], leadingColumns: 1)
    for reading in record.readings where reading.source.subject != nil {
      append(reading, to: &table)
    }
    return table.rows.isEmpty ? "" : table.text(width: width, styled: false)
  }

  private func append(_ reading: MetricReading, to table: inout TextTable) {
    let unit = reading.unit == "1" ? "" : reading.unit
    table.append([
      .init(reading.name), .init(NumberFormat(fitting: [reading.value])(reading.value)),
      .init(unit),
    ])
  }
}
