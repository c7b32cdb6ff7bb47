internal import CapiCore
internal import Store
public import YAML

/// Expands a sweep file into its trials.
public struct PlanBuilder: Sendable {
  /// Turns the tree of an experiment into a checked configuration.
  public typealias Resolver = @Sendable (Node) throws(Diagnostics) -> TrialConfiguration

  private let rules: MergeRules
  private let resolve: Resolver

  /// - Parameters:
  ///   - rules: how experiment trees merge.
  ///   - resolve: checks an experiment; everything wrong with it is thrown at once.
  public init(rules: MergeRules = .none, resolve: @escaping Resolver) {
    self.rules = rules
    self.resolve = resolve
  }

  /// The trials of a sweep: the base first, then each axis value by value, each with every seed.
  ///
  /// Trials of the same identity are one trial; it keeps the label it got first.
  /// - Throws: what is wrong with any trial, each fault once. A fault that the base does not have
  ///   names the trial.
  public func plan(_ sweep: SweepFile) throws(Diagnostics) -> SweepPlan {
    var collector = DiagnosticCollector()
    var expanded: [Candidate] = []
    let baseFaults = expand(sweep.base, variant: nil, sweep, &expanded, &collector)
    for (place, axis) in sweep.axes.enumerated() {
      for value in axis.values {
        var own = DiagnosticCollector()
        let tree = sweep.base.changed(by: value.settings, rules: rules, into: &own)
        collector.report(Diagnostics(own.diagnostics))
        guard own.isEmpty else { continue }
        let variant = Variant(axis: place, label: "\(axis.name)=\(value.label)", value: value)
        _ = expand(
          tree, variant: variant, sweep, &expanded, &collector, except: baseFaults)
      }
    }
    try collector.throwIfAny()
    return fold(expanded, sweep)
  }

  /// A value of an axis on its way into the plan.
  private struct Variant {
    var axis: Int
    var label: String
    var value: AblationValue
  }

  /// A trial before equal ones are folded.
  private struct Candidate {
    var variant: Variant?
    var tree: Node
    var configuration: TrialConfiguration
  }

  /// Adds one candidate for each seed. Returns the faults found, for the base.
  private func expand(
    _ tree: Node, variant: Variant?, _ sweep: SweepFile, _ expanded: inout [Candidate],
    _ collector: inout DiagnosticCollector, except known: Set<Diagnostic> = []
  ) -> Set<Diagnostic> {
    var faults: Set<Diagnostic> = []
    for seed in sweep.seeds.isEmpty ? [nil] : sweep.seeds.map(Optional.some) {
      let seeded = tree.changed(by: seed.map { [$0] } ?? [], rules: rules, into: &collector)
      do throws(Diagnostics) {
        let configuration = try resolve(seeded)
        expanded.append(Candidate(variant: variant, tree: seeded, configuration: configuration))
      } catch {
        for fault in error.all where !faults.contains(fault) && !known.contains(fault) {
          faults.insert(fault)
          let suffix = variant.map { " (in the trials \($0.label))" } ?? ""
          collector.report(at: fault.location, path: fault.path, fault.message + suffix)
        }
      }
    }
    return faults
  }

  private func fold(_ expanded: [Candidate], _ sweep: SweepFile) -> SweepPlan {
    let base = expanded.first { $0.variant == nil }
    let baseValues = sweep.axes.map { baseValue(of: $0, in: base?.configuration.flat ?? []) }
    var trials: [PlannedTrial] = []
    var places: [String: Int] = [:]
    var folded: [SweepPlan.Folded] = []
    for candidate in expanded {
      let id = String(candidate.configuration.identity.prefix(32))
      let label = candidate.variant?.label ?? "base"
      if let place = places[id] {
        let first = trials[place].label
        if let variant = candidate.variant {
          trials[place].axisValues[variant.axis] = variant.value.json
          trials[place].alsoNamed.append(label)
        }
        if !folded.contains(where: { $0.label == label }) {
          folded.append(.init(label: label, sameAs: first))
        }
        continue
      }
      var values = baseValues
      if let variant = candidate.variant { values[variant.axis] = variant.value.json }
      places[id] = trials.count
      trials.append(
        PlannedTrial(
          id: id, number: trials.count, label: label, alsoNamed: [], axisValues: values,
          overrides: (candidate.variant?.value.settings ?? []).map {
            TextEntry($0.path.description, NodeText.json($0.value))
          },
          configuration: candidate.configuration, yaml: NodeText.yaml(candidate.tree)))
    }
    return SweepPlan(
      name: sweep.name, question: sweep.question, yaml: sweep.text,
      baseConfiguration: base?.configuration.json ?? "", axes: sweep.axes.map(\.name),
      trials: relabelled(trials, sweep), folded: folded)
  }

  /// A value that equals the base makes its label the base's value on that axis. Trials of other
  /// axes share that value, so they get it too.
  private func relabelled(_ trials: [PlannedTrial], _ sweep: SweepFile) -> [PlannedTrial] {
    guard let base = trials.first else { return trials }
    let original = sweep.axes.map { baseValue(of: $0, in: base.configuration.flat) }
    return trials.map { trial in
      var trial = trial
      for axis in sweep.axes.indices where trial.axisValues[axis] == original[axis] {
        trial.axisValues[axis] = base.axisValues[axis]
      }
      return trial
    }
  }

  /// The base's value on an axis: of the key in the short form, "base" otherwise.
  private func baseValue(of axis: AblationAxis, in flat: [TextEntry]) -> String {
    guard axis.isKey else { return ConfigurationValue.string("base").canonicalJSON }
    return flat[axis.name] ?? flat["\(axis.name).name"]
      ?? ConfigurationValue.string("base").canonicalJSON
  }
}
