import Store

/// The curves of all trials: one table a stream, every row of every trial, none left out.
struct MetricTables {
  private let streams: [(trial: SweepTrial, stream: MetricStream)]

  /// Columns that every table has beside its metrics.
  private static let fixed = ["trial", "step", "epoch", "wall_time", "attempt"]

  init(results: SweepResults) {
    streams = results.trials.flatMap { trial in
      (trial.record?.metrics ?? []).map { (trial, $0) }
    }
  }

  /// - Throws: when two runs log one name with different units, or a metric's name is taken.
  func tables() throws(ReportError) -> [MergedTable] {
    var tables: [MergedTable] = []
    for name in Self.unique(streams.map(\.stream.name)) { tables.append(try table(of: name)) }
    return tables
  }

  private func table(of name: String) throws(ReportError) -> MergedTable {
    let parts = streams.filter { $0.stream.name == name }
    var columns: [MergedTable.Column] = [
      .init(
        "trial",
        .int64(
          parts.flatMap { part in
            Array(repeating: part.trial.plan.number, count: part.stream.rowCount)
          })),
      .init("step", .int64(parts.flatMap(\.stream.steps))),
      .init("epoch", .float64(parts.flatMap(\.stream.epochs))),
      .init(
        "wall_time", .float64(parts.flatMap(\.stream.wallTimes)),
        attributes: [TextEntry("units", "s")]),
      .init("attempt", .int64(parts.flatMap(\.stream.attempts))),
    ]
    for metric in Self.unique(parts.flatMap { $0.stream.columns.map(\.name) }) {
      if Self.fixed.contains(metric) { throw .reservedColumn(stream: name, column: metric) }
      columns.append(try column(metric, of: name, parts: parts.map(\.stream)))
    }
    return MergedTable("/metrics/\(name)", columns)
  }

  private func column(
    _ metric: String, of name: String, parts: [MetricStream]
  ) throws(ReportError) -> MergedTable.Column {
    let columns = parts.compactMap { $0.column(metric) }
    let descriptions = Self.unique(columns.map { "\($0.unit), \($0.direction.rawValue)" })
    if descriptions.count > 1 {
      throw .conflictingColumns(
        stream: name, column: metric, first: descriptions[0], second: descriptions[1])
    }
    // NaN says "not logged": also for all rows of a run that never logs this metric.
    let values = parts.flatMap { stream in
      stream.column(metric)?.values ?? Array(repeating: Double.nan, count: stream.rowCount)
    }
    return MergedTable.Column(
      metric, .float64(values),
      attributes: [
        TextEntry("units", columns.first?.unit ?? ""),
        TextEntry("long_name", columns.first?.longName ?? ""),
        TextEntry("direction", columns.first?.direction.rawValue ?? ""),
        TextEntry("role", "metric"),
      ])
  }

  /// The names in the order of their first appearance.
  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
