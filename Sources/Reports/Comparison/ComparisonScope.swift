package import Store

/// Which settings stand beside the base in one table.
public enum ComparisonScope: Sendable, Hashable {
  /// All of them: those that depart in one axis, axis by axis, then those that depart in several.
  case all
  /// Those that depart from the base in this axis alone.
  case axis(String)
  /// Those that depart in several axes, as a grid makes them.
  case combinations

  /// How the scope reads as a heading, and in the column `axis` of an export.
  package var name: String {
    switch self {
    case .all: "setting"
    case .axis(let name): name
    case .combinations: "combination"
    }
  }

  /// How it reads above its table, among those of other scopes.
  package var title: String {
    switch self {
    case .all: "Base and baselines"
    case .axis(let name): name
    case .combinations: "Combinations"
    }
  }
}

extension Comparison {
  /// The tables that together show every trial, without those of which nothing has finished.
  ///
  /// - Parameters:
  ///   - results: the sweep as it is now; nothing has to be finished.
  ///   - options: what the tables show; their scope is ignored.
  /// - Throws: ``ReportError`` as ``init(of:options:)``, except that nothing has finished.
  package static func each(
    of results: SweepResults, options: ComparisonOptions
  ) throws(ReportError) -> [Comparison] {
    var comparisons: [Comparison] = []
    for scope in results.scopes {
      var within = options
      within.scope = scope
      do { comparisons.append(try Comparison(of: results, options: within)) } catch {
        if case .nothingFinished = error { continue }
        throw error
      }
    }
    return comparisons
  }
}

extension SweepResults {
  /// The tables that together show every trial: one for each axis in which alone a trial departs,
  /// and one of the combinations where there are any; of a sweep over seeds alone, the base with its
  /// baselines.
  package var scopes: [ComparisonScope] {
    let departures = Set(trials.map { self.departures(of: $0.plan) })
    let axes = specification.axes.enumerated().filter { departures.contains([$0.offset]) }
    let hasCombinations = departures.contains { $0.count > 1 }
    let scopes =
      axes.map { ComparisonScope.axis($0.element) } + (hasCombinations ? [.combinations] : [])
    return scopes.isEmpty ? [.all] : scopes
  }

  /// The positions of the axes in which a trial departs from the base, ascending.
  package func departures(of plan: TrialPlan) -> [Int] {
    plan.axisValues.indices.filter {
      $0 >= baseValues.count || plan.axisValues[$0] != baseValues[$0]
    }
  }

  /// The position of an axis.
  ///
  /// - Throws: ``ReportError/noAxes(asked:)`` or ``ReportError/unknownAxis(name:known:)``.
  func position(ofAxis name: String) throws(ReportError) -> Int {
    let axes = specification.axes
    guard let position = axes.firstIndex(of: name) else {
      throw axes.isEmpty ? .noAxes(asked: name) : .unknownAxis(name: name, known: axes)
    }
    return position
  }
}
