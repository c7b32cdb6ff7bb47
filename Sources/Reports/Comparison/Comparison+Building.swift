import Store

extension Comparison {
  /// Compares the finished trials of a sweep along one axis, or along every axis in one table.
  ///
  /// A row holds the trials that differ from the base in one axis alone. Baselines come from the
  /// probes of the base's trials, because they depend on data and encoder and not on the axis.
  ///
  /// - Throws: ``ReportError`` when the axis or a metric is unknown, nothing has finished, or one
  ///   setting has two trials of one seed.
  public init(
    of results: SweepResults, options: ComparisonOptions = ComparisonOptions()
  ) throws(ReportError) {
    let settings = try SettingGroups(of: results, axis: options.axis)
    guard settings.groups.contains(where: { !$0.readings.isEmpty }) else {
      throw .nothingFinished(trials: settings.groups.reduce(0) { $0 + $1.trials.count })
    }
    let columns = try ColumnChoice(of: settings.groups, options: options).columns
    axis = settings.axis
    metrics = columns.map { Metric(name: $0.name, unit: $0.unit, direction: $0.direction) }
    let drafts = Self.drafts(of: settings, columns: columns)
    let best = columns.enumerated().map { column, metric -> Double? in
      let means = drafts.compactMap { SampleSummary(seeds: $0.values[column]).mean }
      switch metric.direction {
      case .higher: return means.max()
      case .lower: return means.min()
      case .none: return nil
      }
    }
    let reference = drafts.first { $0.kind == .base }
    rows = drafts.map { draft in
      let cells = draft.values.enumerated().map { column, values in
        Cell(
          values: values,
          against: draft.kind == .base ? nil : reference?.values[column], best: best[column])
      }
      return Row(kind: draft.kind, label: draft.label, seeds: draft.seeds, cells: cells)
    }
    remarks = ComparisonRemarks(settings: settings, metrics: metrics, rows: rows).sentences
  }

  /// A row before it is known which cells are best.
  private struct Draft {
    let kind: Kind
    let label: String
    let seeds: [Int64]
    let values: [[Int64: Double]]
  }

  private static func drafts(of settings: SettingGroups, columns: [MetricReading]) -> [Draft] {
    let rows = settings.groups.map { group in
      Draft(
        kind: group.kind, label: group.label, seeds: group.seeds,
        values: columns.map { group.values(of: $0.source) })
    }
    guard let base = settings.base else { return rows }
    let baselines = settings.baselines.map { subject in
      let values = columns.map { column in
        column.source.with(subject: subject).map(base.values) ?? [:]
      }
      let seeds = Set(values.flatMap(\.keys)).sorted()
      return Draft(kind: .baseline, label: subject, seeds: seeds, values: values)
    }
    return rows + baselines.filter { !$0.seeds.isEmpty }
  }
}

extension Comparison.Cell {
  fileprivate init(values: [Int64: Double], against base: [Int64: Double]?, best: Double?) {
    let summary = SampleSummary(seeds: values)
    let difference = base.map { PairedDifference(of: values, against: $0) }
    self.init(
      values: values, summary: summary,
      difference: difference.flatMap { $0.pairs.isEmpty ? nil : $0 },
      isBest: best != nil && summary.mean == best)
  }
}
