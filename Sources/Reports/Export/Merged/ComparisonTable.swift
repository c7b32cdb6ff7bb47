import Store

/// The comparisons along every axis, in long form: a row for each axis, setting and metric.
struct ComparisonTable {
  let comparisons: [Comparison]

  private struct Entry {
    let axis: String
    let row: Comparison.Row
    let metric: Comparison.Metric
    let cell: Comparison.Cell
  }

  /// NaN stands for "no such value": a deviation of one seed, a difference without common seeds.
  var table: MergedTable {
    let entries = comparisons.flatMap { comparison in
      comparison.rows.flatMap { row in
        zip(comparison.metrics, row.cells).map {
          Entry(axis: comparison.axis, row: row, metric: $0, cell: $1)
        }
      }
    }
    let differences = entries.map(\.cell.difference)
    let inferences = entries.map(\.cell.inference)
    func numbers(_ values: [Double?]) -> MergedTable.Values { .float64(values.map { $0 ?? .nan }) }
    return MergedTable(
      "/comparison",
      [
        .init("axis", .text(entries.map(\.axis))),
        .init("kind", .text(entries.map(\.row.kind.rawValue))),
        .init("setting", .text(entries.map(\.row.label))),
        .init("metric", .text(entries.map(\.metric.name))),
        .init("unit", .text(entries.map(\.metric.unit))),
        .init("direction", .text(entries.map(\.metric.direction.rawValue))),
        .init("n", .int64(entries.map { Int64($0.cell.summary.count) })),
        .init("planned", .int64(entries.map { Int64($0.row.planned) })),
        .init("mean", numbers(entries.map(\.cell.summary.mean))),
        .init("sd", numbers(entries.map(\.cell.summary.standardDeviation))),
        .init("ci_lower", numbers(entries.map(\.cell.interval?.lower))),
        .init("ci_upper", numbers(entries.map(\.cell.interval?.upper))),
        .init("delta_n", .int64(differences.map { Int64($0?.summary.count ?? 0) })),
        .init("delta_mean", numbers(differences.map { $0?.summary.mean })),
        .init("delta_sd", numbers(differences.map { $0?.summary.standardDeviation })),
        .init("delta_ci_lower", numbers(inferences.map { $0?.interval.lower })),
        .init("delta_ci_upper", numbers(inferences.map { $0?.interval.upper })),
        .init("test", .text(inferences.map { $0?.test?.method.rawValue ?? "" })),
        .init("p", numbers(inferences.map { $0?.test?.p })),
        .init("p_holm", numbers(inferences.map { $0?.correctedP })),
        .init("cohens_d", numbers(inferences.map { $0?.effect?.cohensD })),
        .init("hedges_g", numbers(inferences.map { $0?.effect?.hedgesG })),
        .init("reference", numbers(entries.map(\.cell.reference))),
        .init("best", .int64(entries.map { $0.cell.isBest ? 1 : 0 })),
        .init("comparable", .int64(entries.map { $0.cell.isComparable ? 1 : 0 })),
      ])
  }
}
