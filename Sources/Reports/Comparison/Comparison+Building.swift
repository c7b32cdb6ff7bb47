import Store

extension Comparison {
  /// Compares the finished trials of a sweep that are within a scope: along one axis, in several
  /// at once, or all of them in one table.
  ///
  /// A row holds the trials of one setting. Baselines come from the probes of the base's trials,
  /// because they depend on data and encoder and not on the setting.
  ///
  /// - Throws: ``ReportError`` when the axis or a metric is unknown, nothing has finished, one
  ///   setting has two trials of one seed, or validation scores are asked for and missing.
  public init(
    of results: SweepResults, options: ComparisonOptions = ComparisonOptions()
  ) throws(ReportError) {
    let settings = try SettingGroups(
      of: results, scope: options.scope, selection: options.selection)
    guard settings.groups.contains(where: { !$0.readings.isEmpty }) else {
      throw .nothingFinished(trials: settings.groups.reduce(0) { $0 + $1.trials.count })
    }
    let columns = try ColumnChoice(of: settings.groups, options: options).columns
    scope = settings.scope
    metrics = columns.map { Metric(name: $0.name, unit: $0.unit, direction: $0.direction) }
    let published = try ReferenceColumn(source: options.reference, results: results)
    let drafts = Self.drafts(of: settings, columns: columns, published: published)
    let cells = Self.cells(of: drafts, columns: columns, test: options.test)
    rows = zip(drafts, cells).map { draft, cells in
      Row(
        kind: draft.kind, label: draft.label, axis: draft.axis, seeds: draft.seeds,
        planned: draft.planned, cells: cells)
    }
    let table = rows
    let shown = metrics
    reference = published.map {
      Reference(
        source: $0.source, agreements: $0.agreements(rows: table, metrics: shown))
    }
    remarks =
      ComparisonRemarks(
        settings: settings, metrics: metrics, rows: rows, options: options, reference: reference
      ).sentences
  }

  /// A row before its statistics are made.
  private struct Draft {
    let kind: Kind
    let label: String
    let axis: String?
    let seeds: [Int64]
    let planned: Int
    /// Nil for baselines, which have no loss.
    let objective: Set<String>?
    let values: [[Int64: Double]]
    let references: [Double?]
  }

  private static func drafts(
    of settings: SettingGroups, columns: [MetricReading], published: ReferenceColumn?
  ) -> [Draft] {
    let rows = settings.groups.map { group in
      Draft(
        kind: group.kind, label: group.label, axis: group.axis, seeds: group.seeds,
        planned: Set(group.trials.map(\.plan.seed)).count, objective: group.objective,
        values: columns.map { group.values(of: $0.source) },
        references: columns.map { column in
          published?.score(of: group, scope: settings.scope, column: column.source)
        })
    }
    guard let base = settings.base else { return rows }
    let baselines = settings.baselines.map { subject in
      let values = columns.map { column in
        column.source.with(subject: subject).map(base.values) ?? [:]
      }
      let seeds = Set(values.flatMap(\.keys)).sorted()
      return Draft(
        kind: .baseline, label: subject, axis: nil, seeds: seeds, planned: seeds.count,
        objective: nil, values: values, references: columns.map { _ in nil })
    }
    return rows + baselines.filter { !$0.seeds.isEmpty }
  }

  /// The cells of each row. Holm's family is a column: the rows of one metric that have a test.
  private static func cells(
    of drafts: [Draft], columns: [MetricReading], test: PairedTestChoice
  ) -> [[Cell]] {
    let reference = drafts.first { $0.kind == .base }
    var draws = BootstrapDraws()
    var cells = drafts.map { _ in [Cell]() }
    for (column, metric) in columns.enumerated() {
      let isComparable = drafts.map { draft in
        !metric.source.isLoss || draft.objective == nil || draft.objective == reference?.objective
      }
      var statistics = zip(drafts, isComparable).map { draft, isComparable in
        CellStatistics(
          values: draft.values[column],
          against: draft.kind == .base || !isComparable ? nil : reference?.values[column],
          test: test, draws: &draws)
      }
      let corrected = HolmCorrection.adjusted(statistics.map { $0.inference?.test?.p })
      for row in statistics.indices {
        statistics[row].inference = statistics[row].inference?.corrected(corrected[row])
      }
      let means = statistics.compactMap(\.summary.mean)
      let isOneScale = zip(statistics, isComparable).allSatisfy { $1 || $0.summary.mean == nil }
      let best: Double? =
        switch metric.direction {
        case .higher where isOneScale: means.max()
        case .lower where isOneScale: means.min()
        default: nil
        }
      for row in statistics.indices {
        cells[row].append(
          Cell(
            statistics[row], reference: drafts[row].references[column], best: best,
            isComparable: isComparable[row]))
      }
    }
    return cells
  }
}

extension Comparison.Cell {
  fileprivate init(
    _ statistics: CellStatistics, reference: Double?, best: Double?, isComparable: Bool
  ) {
    self.init(
      values: statistics.values, summary: statistics.summary, interval: statistics.interval,
      difference: statistics.difference, inference: statistics.inference,
      reference: reference, isBest: best != nil && statistics.summary.mean == best,
      isComparable: isComparable)
  }
}
