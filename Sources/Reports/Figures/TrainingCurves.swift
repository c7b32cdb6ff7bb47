import Store

/// The logged values of one metric: for each setting, mean and spread over its seeds.
package struct TrainingCurves: Sendable {
  package struct Point: Sendable, Equatable {
    package let step: Double
    package let mean: Double
    /// Sample standard deviation over the seeds; zero with one seed.
    package let spread: Double
  }

  package struct Series: Sendable {
    /// The setting's place in its comparison, which gives it the colour of its bar.
    package let place: Int
    package let label: String
    package let seeds: Int
    /// nil where no seed has logged a value.
    package let points: [Point?]
  }

  package let stream: String
  package let metric: String
  package let unit: String
  package let longName: String
  package let series: [Series]
  /// Whether more steps were logged than are drawn, so that points are means of neighbours.
  package let isAveraged: Bool

  /// More steps than this are averaged in as many groups of equal width.
  package static let places = 240

  /// - Parameters:
  ///   - settings: the settings; those without finished trials have no series.
  ///   - stream: the stream of the metric.
  ///   - metric: its name.
  /// - Returns: nil when no finished trial has logged a finite value.
  init?(settings: [SettingGroup], stream: String, metric: String) {
    let records = settings.map { group in
      group.trials.compactMap { $0.state == .done ? $0.record : nil }
    }
    guard let column = Self.column(stream, metric, in: records) else { return nil }
    let grid = CurveGrid(
      records.flatMap { $0.compactMap { $0.stream(stream)?.steps } }, places: Self.places)
    self.stream = stream
    self.metric = metric
    unit = column.unit
    longName = column.longName
    isAveraged = grid.isAveraged
    series = zip(settings, records).enumerated().compactMap { place, entry in
      let (group, records) = entry
      let seeds = records.compactMap { record -> [Double]? in
        guard let rows = record.stream(stream), let values = rows.column(metric)?.values else {
          return nil
        }
        return grid.means(steps: rows.steps, values: values)
      }
      guard !seeds.isEmpty else { return nil }
      let points = grid.steps.enumerated().map { place, step -> Point? in
        let values = seeds.map { $0[place] }.filter(\.isFinite)
        let summary = SampleSummary(values)
        return summary.mean.map {
          Point(step: step, mean: $0, spread: summary.standardDeviation ?? 0)
        }
      }
      return Series(place: place, label: group.label, seeds: seeds.count, points: points)
    }
    guard series.contains(where: { $0.points.contains { $0 != nil } }) else { return nil }
  }

  private static func column(
    _ stream: String, _ metric: String, in records: [[RunRecord]]
  ) -> MetricColumn? {
    for record in records.joined() {
      if let column = record.stream(stream)?.column(metric) { return column }
    }
    return nil
  }
}

extension RunRecord {
  func stream(_ name: String) -> MetricStream? { metrics.first { $0.name == name } }
}

/// The steps at which curves are drawn.
struct CurveGrid {
  /// Ascending.
  let steps: [Double]
  let isAveraged: Bool
  private let first: Int64
  private let width: Double
  /// The place of each step; empty when steps are averaged.
  private let index: [Int64: Int]

  init(_ logged: [[Int64]], places: Int) {
    var unique: Set<Int64> = []
    var previous: [Int64]?
    // Trials of a sweep mostly log the same steps.
    for steps in logged where steps != previous {
      unique.formUnion(steps)
      previous = steps
    }
    let sorted = unique.sorted()
    first = sorted.first ?? 0
    isAveraged = sorted.count > places
    guard isAveraged, let last = sorted.last else {
      steps = sorted.map(Double.init)
      width = 1
      index = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
      return
    }
    let width = Double(last - first + 1) / Double(places)
    self.width = width
    let start = Double(first)
    steps = (0..<places).map { start + (Double($0) + 0.5) * width - 0.5 }
    index = [:]
  }

  /// The mean of a trial's values at each place; NaN where it has none.
  func means(steps logged: [Int64], values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: steps.count)
    var counts = [Int](repeating: 0, count: steps.count)
    for (step, value) in zip(logged, values) where value.isFinite {
      guard let place = place(of: step), sums.indices.contains(place) else { continue }
      sums[place] += value
      counts[place] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : .nan }
  }

  private func place(of step: Int64) -> Int? {
    isAveraged ? Int(Double(step - first) / width) : index[step]
  }
}
