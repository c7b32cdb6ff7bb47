import Store

/// Decides which metrics a comparison shows.
struct ColumnChoice: Sendable {
  /// One reading of each chosen metric; it gives the name, the unit and the direction.
  let columns: [MetricReading]

  init(of groups: [SettingGroup], options: ComparisonOptions) throws(ReportError) {
    let known = Self.known(in: groups)
    var chosen: [MetricReading]
    if let names = options.metrics {
      chosen = []
      for name in names {
        guard let reading = known.first(where: { $0.name == name }) else {
          // What training made comes first, so that it is what a hint names.
          let isBaseline = { (reading: MetricReading) in
            baselineSubjects.contains(reading.source.subject ?? "")
          }
          let sorted = known.filter { !isBaseline($0) } + known.filter(isBaseline)
          throw .unknownMetric(name: name, known: sorted.map(\.name))
        }
        chosen.append(reading)
      }
    } else {
      // Baselines are rows of the trained subjects' columns, not columns of their own.
      chosen = known.filter {
        $0.isHeadline && !baselineSubjects.contains($0.source.subject ?? "")
          && !$0.source.isEvaluation
      }
    }
    if options.evaluations {
      chosen += known.filter { reading in
        reading.isHeadline && !baselineSubjects.contains(reading.source.subject ?? "")
          && reading.source.isEvaluation && !chosen.contains { $0.source == reading.source }
      }
    }
    if options.health {
      let healthy = HealthMetrics.choose(from: known)
      chosen += healthy.filter { !chosen.map(\.source).contains($0.source) }
    }
    columns = chosen
  }

  /// Every number that a finished trial has, in the order of the records, the base's first.
  private static func known(in groups: [SettingGroup]) -> [MetricReading] {
    var seen: Set<MetricReading.Source> = []
    var known: [MetricReading] = []
    for trial in groups.flatMap(\.trials) where trial.state == .done {
      for reading in trial.record?.readings ?? [] where seen.insert(reading.source).inserted {
        known.append(reading)
      }
    }
    return known
  }
}
