internal import CapiCore
internal import Store
internal import YAML

/// Makes the plan of a sweep's candidates: those of the same identity become one trial.
struct PlanFolding {
  private let sweep: SweepFile
  private let candidates: [Candidate]
  private let axes: [SweepAxis]
  private let base: TrialConfiguration?
  /// What trials have on the axes they do not vary, before the base's labels are known.
  private let baseValues: [String]

  init(sweep: SweepFile, candidates: [Candidate]) {
    self.sweep = sweep
    self.candidates = candidates
    axes = sweep.axes
    base = candidates.first { $0.departure == nil }?.configuration
    let flat = base?.flat ?? []
    baseValues = axes.map { Self.baseValue(of: $0, in: flat, candidates) }
  }

  var plan: SweepPlan {
    var trials: [PlannedTrial] = []
    var places: [String: Int] = [:]
    var folded: [SweepPlan.Folded] = []
    var foldedLabels: Set<String> = []
    for candidate in candidates {
      let id = candidate.configuration.trialID
      let label = candidate.departure?.label ?? "base"
      if let place = places[id] {
        if let departure = candidate.departure {
          choose(departure, in: &trials[place])
          if label != trials[place].label { trials[place].alsoNamed.append(label) }
        }
        if foldedLabels.insert(label).inserted {
          folded.append(.init(label: label, sameAs: trials[place].label))
        }
        continue
      }
      var trial = PlannedTrial(
        id: id, number: trials.count, label: label, alsoNamed: [], axisValues: baseValues,
        overrides: (candidate.departure?.settings ?? []).map {
          TextEntry($0.path.description, NodeText.json($0.value))
        },
        configuration: candidate.configuration, yaml: NodeText.yaml(candidate.tree))
      if let departure = candidate.departure {
        choose(departure, in: &trial)
      } else {
        trial.references = sweep.references.map { TrialReference(axis: "", reference: $0) }
      }
      places[id] = trials.count
      trials.append(trial)
    }
    trials = relabelled(trials)
    let baseID = base?.trialID
    let own = trials.first { $0.id == baseID }?.axisValues ?? baseValues
    if sweep.exclusions.contains(where: \.isBase) {
      trials.removeAll { $0.label == "base" && $0.alsoNamed.isEmpty }
      for place in trials.indices { trials[place].number = place }
    }
    return SweepPlan(
      name: sweep.name, question: sweep.question, yaml: sweep.text,
      arguments: sweep.arguments, baseConfiguration: base?.json ?? "", axes: axes.map(\.name),
      axisRecords: axes.enumerated().map { record(of: $1, base: own[$0], place: $0, in: trials) },
      trials: trials, folded: folded)
  }

  private func choose(_ departure: Departure, in trial: inout PlannedTrial) {
    for choice in departure.choices {
      guard let axis = axes.firstIndex(where: { $0.name == choice.axis }) else { continue }
      trial.axisValues[axis] = choice.value.json
      for score in choice.value.references {
        let reference = TrialReference(axis: choice.axis, reference: score)
        if !trial.references.contains(reference) { trial.references.append(reference) }
      }
    }
  }

  /// A value that equals the base makes its label the base's value on that axis. Trials of other
  /// axes share that value, so they get it too.
  private func relabelled(_ trials: [PlannedTrial]) -> [PlannedTrial] {
    guard let base, let first = trials.first(where: { $0.id == base.trialID }) else {
      return trials
    }
    return trials.map { trial in
      var trial = trial
      for axis in axes.indices where trial.axisValues[axis] == baseValues[axis] {
        trial.axisValues[axis] = first.axisValues[axis]
      }
      return trial
    }
  }

  /// The base's value on an axis: of the key in the short form, "base" otherwise.
  ///
  /// A component by its name alone has its own defaults; where the base has other parameters, it is
  /// another setting than the base, although the names are equal.
  private static func baseValue(
    of axis: SweepAxis, in flat: [TextEntry], _ candidates: [Candidate]
  ) -> String {
    let unnamed = ConfigurationValue.string("base").canonicalJSON
    guard axis.isKey else { return unnamed }
    if let value = flat[axis.name] { return value }
    guard let name = flat["\(axis.name).name"] else { return unnamed }
    func section(_ flat: [TextEntry]) -> [TextEntry] {
      flat.filter { $0.key.hasPrefix(axis.name + ".") }
    }
    let own = section(flat)
    let isAnother = candidates.contains { candidate in
      let choices = candidate.departure?.choices ?? []
      return choices.contains { $0.axis == axis.name && $0.value.json == name }
        && section(candidate.configuration.flat) != own
    }
    return isAnother ? unnamed : name
  }

  /// The axis with the values that trials of the plan have: the base's first unless the file
  /// places it.
  private func record(
    of axis: SweepAxis, base: String, place: Int, in trials: [PlannedTrial]
  ) -> AxisRecord {
    let used = Set(trials.map { $0.axisValues[place] })
    var values = axis.values.filter { used.contains($0.json) || $0.json == base }.map {
      AxisRecord.Value(json: $0.json, label: $0.label, isBase: $0.json == base)
    }
    if !values.contains(where: \.isBase) {
      let node = try? Document.parse(base, file: "base")
      let label = node.map(NodeText.flow) ?? base
      values.insert(.init(json: base, label: label, isBase: true), at: 0)
    }
    return AxisRecord(name: axis.name, kind: kind(of: axis), isKey: axis.isKey, values: values)
  }

  private func kind(of axis: SweepAxis) -> AxisKind {
    if sweep.ablations.contains(where: { $0.name == axis.name }) { return .ablate }
    if axis.name == SweepFile.listAxis { return .list }
    let isZipped = sweep.grid.contains { factor in
      factor.axes.count > 1 && factor.axes.contains { $0.name == axis.name }
    }
    return isZipped ? .zip : .grid
  }
}
