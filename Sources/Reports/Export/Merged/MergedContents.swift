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

  /// - Parameters:
  ///   - results: the sweep.
  ///   - reference: whose published scores `/comparison` holds; nil for none.
  /// - Throws: when the runs disagree about a metric, one setting has two trials of one seed, or
  ///   no trial has a score of the reference.
  package init(results: SweepResults, reference: String? = nil) throws(ReportError) {
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
    let options = ComparisonOptions(health: true, evaluations: true, reference: reference)
    let comparison = ComparisonTable(
      comparisons: try Comparison.each(of: results, options: options)
    ).table
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

  package func table(_ path: String) -> MergedTable? { tables.first { $0.path == path } }

  package var metricTables: [MergedTable] {
    tables.filter { $0.path.hasPrefix("/metrics/") }
  }
}
