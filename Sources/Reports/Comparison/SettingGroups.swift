import Store

/// The trials of a sweep put in groups: the base first, then the other settings in the order of
/// the plan.
struct SettingGroups: Sendable {
  let scope: ComparisonScope
  let groups: [SettingGroup]
  /// Trials that differ from the base elsewhere; they belong to other comparisons.
  let otherTrials: Int

  /// Groups the trials that are within a scope.
  ///
  /// A sweep over nothing but seeds gives the base alone, to be read against its baselines.
  init(
    of results: SweepResults, scope: ComparisonScope, selection: ScoreSelection = .last
  ) throws(ReportError) {
    let axes = results.specification.axes
    let only: Int? =
      if case .axis(let name) = scope { try results.position(ofAxis: name) } else { nil }
    var order: [Place] = []
    var members: [Place: [SweepTrial]] = [:]
    var baseTrials: [SweepTrial] = []
    var others = 0
    for trial in results.trials {
      let differing = results.departures(of: trial.plan)
      let isWithin =
        switch scope {
        case .all: true
        case .axis: differing == [only]
        case .combinations: differing.count > 1
        }
      if differing.isEmpty {
        baseTrials.append(trial)
        continue
      }
      guard isWithin else {
        others += 1
        continue
      }
      let values = differing.map { trial.plan.axisValues[$0] }
      let place = Place(positions: differing, values: values)
      if members[place] == nil { order.append(place) }
      members[place, default: []].append(trial)
    }
    // The only axis of the table needs no name in its rows.
    let named = only ?? (axes.count == 1 ? 0 : nil)
    let baseLabel = named.flatMap(results.baseLabel)
    var groups = [
      try SettingGroup(
        kind: .base, label: SettingLabel.base(baseLabel), axis: nil, trials: baseTrials,
        selection: selection)
    ]
    // Departures in one axis first, axis by axis; then those in several, as planned.
    let ranked = order.enumerated().sorted {
      ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
    }
    for (_, place) in ranked {
      let trials = members[place] ?? []
      let labels = place.positions.map { position in
        (
          axes[position],
          trials.first.flatMap { results.label(of: $0.plan, on: position) } ?? "(none)"
        )
      }
      let isAlone = named != nil && labels.count == 1
      groups.append(
        try SettingGroup(
          kind: .value,
          label: labels.map { isAlone ? $1 : "\($0)=\($1)" }.joined(separator: ", "),
          axis: labels.count == 1 ? labels[0].0 : nil, trials: trials, selection: selection))
    }
    self.scope = scope == .all ? named.map { .axis(axes[$0]) } ?? .all : scope
    self.groups = groups
    otherTrials = others
  }

  /// Values of the axes that a setting differs from the base in.
  private struct Place: Hashable {
    let positions: [Int]
    let values: [String]

    /// The position of the only axis; behind all others for several.
    var rank: Int { positions.count == 1 ? positions[0] : .max }
  }

  /// The group that the others are compared with.
  var base: SettingGroup? { groups.first }

  /// Baseline subjects that the base's trials have probed.
  var baselines: [String] {
    let subjects = Set(
      (base?.readings.values).map { $0.flatMap { $0.keys.compactMap(\.subject) } } ?? [])
    return baselineSubjects.filter(subjects.contains)
  }
}
