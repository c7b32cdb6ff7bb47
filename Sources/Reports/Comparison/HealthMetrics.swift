/// The metrics that tell whether training went well: the last loss, the target entropy (a slow
/// fall is healthy, a drop to zero is collapse) and the share of clusters in use.
package enum HealthMetrics {
  private static let wanted: [[String]] = [
    ["loss"],
    ["target_entropy", "entropy"],
    ["cluster_usage", "clusters_used", "usage"],
  ]

  /// For each of the three, the metric whose name says so exactly, else the first whose name ends
  /// with it. What was not logged is left out.
  package static func choose(from readings: [MetricReading]) -> [MetricReading] {
    let metrics = readings.compactMap { reading -> (name: String, reading: MetricReading)? in
      guard case .last(_, let name) = reading.source else { return nil }
      return (name, reading)
    }
    return wanted.compactMap { names in
      let exact = names.lazy.compactMap { name in metrics.first { $0.name == name } }.first
      let ending = names.lazy.compactMap { name in
        metrics.first { $0.name.hasSuffix("_" + name) }
      }.first
      return (exact ?? ending)?.reading
    }
  }
}
