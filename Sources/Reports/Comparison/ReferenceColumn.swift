import Store

extension Comparison {
  /// Published scores beside ours.
  public struct Reference: Sendable, Equatable {
    /// How far our ordering of settings is the published one.
    public struct Agreement: Sendable, Equatable {
      /// The axis whose values are ordered, the base among them; nil for all settings together.
      public let axis: String?
      public let metric: String
      /// Kendall's τ-b.
      public let tau: Double
      /// How many settings have both scores.
      public let count: Int
    }

    /// "paper".
    public let source: String
    public let agreements: [Agreement]
  }
}

/// Finds the published scores of settings.
struct ReferenceColumn {
  let source: String

  /// - Throws: ``ReportError/unknownReference(name:known:)`` when no trial has a score of that
  ///   source.
  init?(source: String?, results: SweepResults) throws(ReportError) {
    guard let source else { return nil }
    let references = results.trials.flatMap { $0.plan.references.map(\.reference.source) }
    var seen: Set<String> = []
    let known = references.filter { seen.insert($0).inserted }
    guard known.contains(source) else { throw .unknownReference(name: source, known: known) }
    self.source = source
  }

  /// The published score of a setting that stands beside one of our metrics; nil without.
  ///
  /// A score of the axis itself comes before one of the base: a trial that stands for values of
  /// several axes may have both.
  func score(
    of group: SettingGroup, scope: ComparisonScope, column: MetricReading.Source
  ) -> Double? {
    guard case .score(let probe, _, let name) = column else { return nil }
    let candidates = (group.trials.first?.plan.references ?? []).filter { entry in
      entry.reference.source == source
        && Self.isAbout(entry.reference.metric, probe: probe, score: name)
    }
    let own = candidates.first { $0.axis == (group.axis ?? scope.name) }
    // A combination of several axes has no score of its own: those of its values are others'.
    let isCombination = group.kind == .value && group.axis == nil
    if isCombination { return nil }
    return (own ?? (group.kind == .base ? candidates.first : nil))?.reference.score
  }

  /// Whether a published metric is the score of a probe: "mIoU", "knn-segmentation/mIoU" and
  /// "ade20k_knn_miou" all are knn-segmentation's mIoU.
  ///
  /// It ends with the score's words, and of the words before them, if there are any, one is the
  /// probe's. Case and punctuation do not count.
  static func isAbout(_ metric: String, probe: String, score: String) -> Bool {
    let metric = words(metric)
    let own = words(score)
    guard metric.count >= own.count, Array(metric.suffix(own.count)) == own else { return false }
    let before = Set(metric.dropLast(own.count))
    return before.isEmpty || !before.isDisjoint(with: words(probe))
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// Kendall's τ along each axis and over all settings, for each metric that has published scores.
  func agreements(
    rows: [Comparison.Row], metrics: [Comparison.Metric]
  ) -> [Comparison.Reference.Agreement] {
    var agreements: [Comparison.Reference.Agreement] = []
    let settings = rows.filter { $0.kind != .baseline }
    var axes: [String] = []
    for row in settings { if let axis = row.axis, !axes.contains(axis) { axes.append(axis) } }
    for (column, metric) in metrics.enumerated() {
      for axis in axes {
        let along = settings.filter { $0.kind == .base || $0.axis == axis }
        agreements += Self.agreement(of: along, column: column, metric: metric, axis: axis)
      }
      if axes.count > 1 {
        agreements += Self.agreement(of: settings, column: column, metric: metric, axis: nil)
      }
    }
    return agreements
  }

  private static func agreement(
    of rows: [Comparison.Row], column: Int, metric: Comparison.Metric, axis: String?
  ) -> [Comparison.Reference.Agreement] {
    let pairs = rows.compactMap { row -> (ours: Double, theirs: Double)? in
      let cell = row.cells[column]
      guard let ours = cell.summary.mean, let theirs = cell.reference else { return nil }
      return (ours, theirs)
    }
    guard let ranks = RankCorrelation(pairs.map(\.ours), pairs.map(\.theirs)) else { return [] }
    return [.init(axis: axis, metric: metric.name, tau: ranks.tau, count: ranks.count)]
  }
}
