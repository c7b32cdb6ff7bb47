import Store

/// The trials of a sweep put in groups: the base first, then the other settings in the order of
/// the plan.
struct SettingGroups: Sendable {
  /// What the settings are values of: the chosen axis, or "setting" where the table holds several
  /// axes, or none.
  let axis: String
  /// Whether every axis of the sweep was asked for, not one by name.
  let holdsAllAxes: Bool
  let groups: [SettingGroup]
  /// Trials that differ from the base elsewhere; they belong to other comparisons.
  let otherTrials: Int

  /// Groups the trials along one axis, or along every axis when none is named.
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
      guard differing.count == 1, chosen.contains(position) else {
        others += 1
        continue
      }
      let place = Place(position: position, value: values[position])
      if members[place] == nil { order.append(place) }
      members[place, default: []].append(trial)
    }
    let baseValue = chosen.count == 1 && base.indices.contains(chosen[0]) ? base[chosen[0]] : ""
    var groups = [
      try SettingGroup(
        kind: .base, label: SettingLabel.base(json: baseValue), axis: nil, trials: baseTrials,
        selection: selection)
    ]
    for place in order.sorted(by: { $0.position < $1.position }) {
      let trials = members[place] ?? []
      let label =
        trials.first.flatMap {
          SettingLabel.text(of: $0.plan, axis: axes[place.position], position: place.position)
        } ?? "(none)"
      groups.append(
        try SettingGroup(
          kind: .value,
          label: chosen.count == 1 ? label : "\(axes[place.position])=\(label)",
          axis: axes[place.position], trials: trials, selection: selection))
    }
    self.axis = chosen.count == 1 ? axes[chosen[0]] : "setting"
    self.groups = groups
    holdsAllAxes = name == nil
    otherTrials = others
  }

  /// A value of one axis.
  private struct Place: Hashable {
    let position: Int
    let value: String
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
