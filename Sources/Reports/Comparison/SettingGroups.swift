import Store

/// The trials of a sweep put in groups: the base first, then the other settings in the order of
/// the plan.
struct SettingGroups: Sendable {
  /// What the settings are values of: the chosen axis, or "setting" where the table holds several
  /// axes, or none.
  let axis: String
  let groups: [SettingGroup]
  /// Trials that differ from the base elsewhere; they belong to other comparisons.
  let otherTrials: Int

  /// Groups the trials along one axis, or along every axis when none is named; combinations of
  /// several departures, as a grid makes them, then have rows too.
  ///
  /// A sweep over nothing but seeds gives the base alone, to be read against its baselines.
  init(
    of results: SweepResults, axis name: String?, selection: ScoreSelection = .last
  ) throws(ReportError) {
    let axes = results.specification.axes
    let chosen = try Self.positions(of: name, among: axes)
    let base = results.baseValues
    var order: [Place] = []
    var members: [Place: [SweepTrial]] = [:]
    var baseTrials: [SweepTrial] = []
    var others = 0
    for trial in results.trials {
      let values = trial.plan.axisValues
      let differing = values.indices.filter { $0 >= base.count || values[$0] != base[$0] }
      guard let position = differing.first else {
        baseTrials.append(trial)
        continue
      }
      let isShown = differing.count == 1 ? chosen.contains(position) : name == nil
      guard isShown else {
        others += 1
        continue
      }
      let place = Place(positions: differing, values: differing.map { values[$0] })
      if members[place] == nil { order.append(place) }
      members[place, default: []].append(trial)
    }
    let baseLabel = chosen.count == 1 ? results.baseLabel(on: chosen[0]) : nil
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
      let isAlone = chosen.count == 1 && labels.count == 1
      groups.append(
        try SettingGroup(
          kind: .value,
          label: labels.map { isAlone ? $1 : "\($0)=\($1)" }.joined(separator: ", "),
          axis: labels.count == 1 ? labels[0].0 : nil, trials: trials, selection: selection))
    }
    self.axis = chosen.count == 1 ? axes[chosen[0]] : "setting"
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

  /// The positions of the axes to compare along: the named one, else all.
  private static func positions(
    of name: String?, among axes: [String]
  ) throws(ReportError) -> [Int] {
    guard let name else { return Array(axes.indices) }
    guard let position = axes.firstIndex(of: name) else {
      throw axes.isEmpty ? .noAxes(asked: name) : .unknownAxis(name: name, known: axes)
    }
    return [position]
  }
}
