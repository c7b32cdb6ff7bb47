import Store

/// The trials of a sweep put in groups along one axis: the base first, then the other values in
/// the order of the plan.
struct SettingGroups: Sendable {
  let axis: String
  let groups: [SettingGroup]
  /// Trials that differ from the base elsewhere; they belong to other comparisons.
  let otherTrials: Int

  init(of results: SweepResults, axis name: String?) throws(ReportError) {
    let axes = results.specification.axes
    let axis = try Self.axis(name, among: axes)
    let position = axes.firstIndex(of: axis) ?? 0
    let base = results.baseValues
    var order: [String] = []
    var members: [String: [SweepTrial]] = [:]
    var others = 0
    for trial in results.trials {
      let values = trial.plan.axisValues
      let differing = values.indices.filter { $0 >= base.count || values[$0] != base[$0] }
      guard differing.isEmpty || differing == [position] else {
        others += 1
        continue
      }
      let value = values.indices.contains(position) ? values[position] : ""
      if members[value] == nil { order.append(value) }
      members[value, default: []].append(trial)
    }
    let baseValue = base.indices.contains(position) ? base[position] : ""
    var groups: [SettingGroup] = []
    for value in [baseValue] + order.filter({ $0 != baseValue }) {
      let trials = members[value] ?? []
      let isBase = value == baseValue
      let label =
        trials.first.flatMap { SettingLabel.text(of: $0.plan, axis: axis, position: position) }
      groups.append(
        try SettingGroup(
          kind: isBase ? .base : .value,
          label: isBase ? SettingLabel.base(json: value) : label ?? "(none)", trials: trials))
    }
    self.axis = axis
    self.groups = groups
    otherTrials = others
  }

  /// The group that the others are compared with.
  var base: SettingGroup? { groups.first }

  /// Baseline subjects that the base's trials have probed.
  var baselines: [String] {
    let subjects = Set(
      (base?.readings.values).map { $0.flatMap { $0.keys.compactMap(\.subject) } } ?? [])
    return baselineSubjects.filter(subjects.contains)
  }

  private static func axis(
    _ name: String?, among axes: [String]
  ) throws(ReportError) -> String {
    guard let first = axes.first else { throw .noAxes }
    guard let name else {
      if axes.count > 1 { throw .axisNotGiven(known: axes) }
      return first
    }
    guard axes.contains(name) else { throw .unknownAxis(name: name, known: axes) }
    return name
  }
}
