package import Store

/// Everything `merged.h5` holds. Its layout is documented in `docs/exporting.md`.
package struct MergedContents: Sendable, Equatable {
  /// Text attributes of the root, in order.
  package let attributes: [TextEntry]
  /// The tables in the order of the file; a group before the groups inside it.
  package let tables: [MergedTable]

  package static let format = "capi-merged"
  /// 2 has `/evaluations`, and `comparable` in `/comparison`.
  package static let schemaVersion = "2"

  /// - Throws: when the runs disagree about a metric, or one setting has two trials of one seed.
  package init(results: SweepResults) throws(ReportError) {
    let specification = results.specification
    attributes = [
      TextEntry("format", Self.format),
      TextEntry("schema_version", Self.schemaVersion),
      TextEntry("min_reader_version", "1"),
      TextEntry("sweep_id", specification.sweepID),
      TextEntry("name", specification.name),
      TextEntry("created_utc", specification.createdUTC),
      TextEntry("creator_version", specification.creatorVersion),
    ]
    let probes = ProbeTables(results: results).tables
    let metrics = try MetricTables(results: results).tables()
    let comparison = ComparisonTable(comparisons: try Self.comparisons(of: results)).table
    tables =
      [Self.sweep(results)] + TrialTables(results: results).tables + metrics + probes
      + [EvaluationTable(results: results).table, comparison]
      + RecordTables(results: results).tables
  }

  /// The sweep as keys and texts; a table, because attributes are too small for a sweep file.
  private static func sweep(_ results: SweepResults) -> MergedTable {
    let entries = [
      ("question", results.question),
      ("yaml", results.specification.yaml),
      ("base_configuration", results.specification.baseConfiguration),
    ]
    return MergedTable(
      "/sweep", [.init("key", .text(entries.map(\.0))), .init("value", .text(entries.map(\.1)))])
  }

  /// The comparison along each axis that has a finished trial; of a sweep over seeds alone, the
  /// base with its baselines.
  private static func comparisons(of results: SweepResults) throws(ReportError) -> [Comparison] {
    var comparisons: [Comparison] = []
    let axes = results.specification.axes
    for axis in axes.isEmpty ? [nil] : axes.map(Optional.some) {
      do {
        let options = ComparisonOptions(axis: axis, health: true, evaluations: true)
        comparisons.append(try Comparison(of: results, options: options))
      } catch .nothingFinished {
        // An axis whose trials are all to come has no numbers yet; /trials says so.
        continue
      }
    }
    return comparisons
  }

  package func table(_ path: String) -> MergedTable? { tables.first { $0.path == path } }

  package var metricTables: [MergedTable] {
    tables.filter { $0.path.hasPrefix("/metrics/") }
  }
}
