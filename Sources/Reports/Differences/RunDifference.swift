public import Store

/// What two runs have in common and where they part: first what they were asked to do, then
/// where they ran, then the numbers.
public struct RunDifference: Sendable {
  /// One fact that both runs state differently, or that one does not state.
  public struct Fact: Sendable, Equatable, Codable {
    public let key: String
    /// nil where the run does not have the key.
    public let first: String?
    public let second: String?
  }

  /// The first step at which a stream differs.
  public struct Parting: Sendable, Equatable, Codable {
    public struct Value: Sendable, Equatable, Codable {
      public let metric: String
      public let unit: String
      /// nil where not logged.
      public let first: Double?
      public let second: Double?

      package init(metric: String, unit: String, first: Double?, second: Double?) {
        self.metric = metric
        self.unit = unit
        self.first = first
        self.second = second
      }
    }

    public let stream: String
    /// Rows before, which are equal.
    public let equalRows: Int
    /// The step and what differs there; nil when one run merely goes on longer.
    public let step: Int64?
    public let values: [Value]

    package init(stream: String, equalRows: Int, step: Int64?, values: [Value]) {
      self.stream = stream
      self.equalRows = equalRows
      self.step = step
      self.values = values
    }
  }

  /// How one stream of both runs compares.
  public enum Curve: Sendable, Equatable {
    case equal(stream: String, rows: Int)
    case parts(Parting)
    /// Equal as far as both go.
    case lengths(stream: String, first: Int, second: Int)
    case missing(stream: String, inFirst: Bool)
  }

  public struct Score: Sendable, Equatable, Codable {
    public let name: String
    public let unit: String
    public let first: Double?
    public let second: Double?
  }

  public let firstID: String
  public let secondID: String
  /// Leaves of the resolved configurations.
  public let configuration: [Fact]
  /// Versions, machine, data, commit.
  public let surroundings: [Fact]
  public let curves: [Curve]
  /// Metrics that measure time, which never repeats, and were left out.
  public let ignoredMetrics: [String]
  /// Final scores that differ.
  public let scores: [Score]
  /// How many final scores are equal.
  public let equalScores: Int

  /// Compares two records.
  ///
  /// - Parameters:
  ///   - tolerance: values count as equal when they differ by at most this share of the larger;
  ///     0 asks for the same bits.
  public init(_ first: RunRecord, _ second: RunRecord, tolerance: Double = 0) {
    firstID = first.header.runID
    secondID = second.header.runID
    configuration = Self.facts(first.configuration.flat, second.configuration.flat)
    surroundings = Self.facts(Self.surroundings(first), Self.surroundings(second))
    let timed = Set(
      (first.metrics + second.metrics).flatMap(\.columns).filter(Self.isTime).map(\.name))
    ignoredMetrics = timed.sorted()
    var names = first.metrics.map(\.name)
    names += second.metrics.map(\.name).filter { !names.contains($0) }
    curves = names.map { name in
      guard let a = first.stream(name) else { return .missing(stream: name, inFirst: true) }
      guard let b = second.stream(name) else { return .missing(stream: name, inFirst: false) }
      return CurveComparison(tolerance: tolerance, ignored: timed).compare(a, b)
    }
    var scores: [Score] = []
    var equal = 0
    let ours = first.readings(of: first.lastProbes).filter { $0.source.subject != nil }
    let theirs = second.readings(of: second.lastProbes).filter { $0.source.subject != nil }
    for reading in ours {
      let other = theirs.first { $0.source == reading.source }
      if let other, other.value == reading.value || (other.value.isNaN && reading.value.isNaN) {
        equal += 1
        continue
      }
      scores.append(
        Score(name: reading.name, unit: reading.unit, first: reading.value, second: other?.value))
    }
    for reading in theirs where !ours.contains(where: { $0.source == reading.source }) {
      scores.append(
        Score(name: reading.name, unit: reading.unit, first: nil, second: reading.value))
    }
    self.scores = scores
    equalScores = equal
  }

  /// Rates and durations: the clock's, not the experiment's.
  private static func isTime(_ column: MetricColumn) -> Bool {
    ["1/s", "s", "ms"].contains(column.unit)
  }

  private static func surroundings(_ record: RunRecord) -> [TextEntry] {
    let provenance = record.provenance
    let changes =
      provenance.gitDiff.isEmpty ? "none" : "\(provenance.gitDiff.utf8.count) bytes"
    var facts = [
      TextEntry("creator version", record.header.creatorVersion),
      TextEntry("commit", provenance.gitCommit),
      TextEntry("uncommitted changes", changes),
      TextEntry("data fingerprint", provenance.dataFingerprint),
      TextEntry("host", provenance.host), TextEntry("cpu", provenance.cpu),
      TextEntry("gpu", provenance.gpu),
    ]
    facts += provenance.versions.map { TextEntry("version of \($0.key)", $0.text) }
    facts += provenance.environment.map { TextEntry("environment \($0.key)", $0.text) }
    return facts
  }

  private static func facts(_ first: [TextEntry], _ second: [TextEntry]) -> [Fact] {
    let theirs = Dictionary(second.map { ($0.key, $0.text) }, uniquingKeysWith: { old, _ in old })
    let ours = Set(first.map(\.key))
    let changed = first.compactMap { entry -> Fact? in
      let other = theirs[entry.key]
      return other == entry.text ? nil : Fact(key: entry.key, first: entry.text, second: other)
    }
    let added = second.filter { !ours.contains($0.key) }
    return changed + added.map { Fact(key: $0.key, first: nil, second: $0.text) }
  }
}

/// Finds the first row in which two tables of one name differ.
struct CurveComparison {
  let tolerance: Double
  let ignored: Set<String>

  func compare(_ first: MetricStream, _ second: MetricStream) -> RunDifference.Curve {
    var names = first.columns.map(\.name)
    names += second.columns.map(\.name).filter { !names.contains($0) }
    let columns = names.filter { !ignored.contains($0) }.map { name in
      (name: name, a: first.column(name), b: second.column(name))
    }
    for row in 0..<min(first.rowCount, second.rowCount) {
      if first.steps[row] != second.steps[row] {
        return .parts(
          .init(
            stream: first.name, equalRows: row, step: min(first.steps[row], second.steps[row]),
            values: [
              .init(
                metric: "step", unit: "", first: Double(first.steps[row]),
                second: Double(second.steps[row]))
            ]))
      }
      let values = columns.compactMap { column -> RunDifference.Parting.Value? in
        let a = column.a?.values[row] ?? .nan
        let b = column.b?.values[row] ?? .nan
        if isEqual(a, b) { return nil }
        return .init(
          metric: column.name, unit: column.a?.unit ?? column.b?.unit ?? "",
          first: a.isNaN ? nil : a, second: b.isNaN ? nil : b)
      }
      if !values.isEmpty {
        return .parts(
          .init(
            stream: first.name, equalRows: row, step: first.steps[row], values: values))
      }
    }
    guard first.rowCount == second.rowCount else {
      return .lengths(stream: first.name, first: first.rowCount, second: second.rowCount)
    }
    return .equal(stream: first.name, rows: first.rowCount)
  }

  private func isEqual(_ a: Double, _ b: Double) -> Bool {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
    return a == b || abs(a - b) <= tolerance * max(abs(a), abs(b))
  }
}
