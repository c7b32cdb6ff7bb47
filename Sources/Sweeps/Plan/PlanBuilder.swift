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

  func resolved(_ tree: Node) throws(Diagnostics) -> TrialConfiguration { try resolve(tree) }

  /// The trials of a sweep: the base first, then each departure, each with every seed.
  ///
  /// Trials of the same identity are one trial; it keeps the label it got first. Departures whose
  /// needs are not met are left out and listed as off.
  /// - Throws: what is wrong with any trial, each fault once. A fault that the base does not have
  ///   names the trial.
  public func plan(_ sweep: SweepFile) throws(Diagnostics) -> SweepPlan {
    var collector = DiagnosticCollector()
    var faults = TrialFaults()
    var expanded: [Candidate] = []
    expand(sweep.base, departure: nil, sweep, &expanded, &faults, &collector)
    var off: [SweepPlan.Off] = []
    for departure in sweep.departures {
      guard departure.missing.isEmpty else {
        off.append(.init(label: departure.label, missing: departure.missing))
        continue
      }
      var own = DiagnosticCollector()
      let tree = sweep.base.changed(by: departure.settings, rules: rules, into: &own)
      collector.report(Diagnostics(own.diagnostics))
      guard own.isEmpty else { continue }
      expand(tree, departure: departure, sweep, &expanded, &faults, &collector)
    }
    faults.report(into: &collector)
    try collector.throwIfAny()
    let folding = PlanFolding(sweep: sweep, candidates: expanded)
    var plan = folding.plan
    plan.off = off
    return plan
  }

  /// Adds one candidate for each seed.
  private func expand(
    _ tree: Node, departure: Departure?, _ sweep: SweepFile, _ expanded: inout [Candidate],
    _ faults: inout TrialFaults, _ collector: inout DiagnosticCollector
  ) {
    for seed in sweep.seeds.isEmpty ? [nil] : sweep.seeds.map(Optional.some) {
      let seeded = tree.changed(by: seed.map { [$0] } ?? [], rules: rules, into: &collector)
      do throws(Diagnostics) {
        let configuration = try resolve(seeded)
        expanded.append(
          Candidate(departure: departure, tree: seeded, configuration: configuration))
      } catch {
        faults.add(error.all, of: departure?.label)
      }
    }
  }
}

/// A trial before equal ones are folded.
struct Candidate {
  /// What makes it differ from the base; nil for the base.
  var departure: Departure?
  var tree: Node
  var configuration: TrialConfiguration
}

/// What is wrong with trials, each fault once however many trials have it.
private struct TrialFaults {
  private var order: [Diagnostic] = []
  /// Labels of the trials with a fault; empty when the base has it.
  private var labels: [Diagnostic: [String]] = [:]

  mutating func add(_ faults: [Diagnostic], of label: String?) {
    for fault in faults {
      guard var known = labels[fault] else {
        order.append(fault)
        labels[fault] = label.map { [$0] } ?? []
        continue
      }
      if let label, !known.isEmpty, !known.contains(label) {
        known.append(label)
        labels[fault] = known
      }
    }
  }

  func report(into collector: inout DiagnosticCollector) {
    for fault in order {
      let trials = labels[fault] ?? []
      let more = trials.count > 1 ? " and \(trials.count - 1) more" : ""
      let suffix = trials.first.map { " (in the trials \($0)\(more))" } ?? ""
      collector.report(at: fault.location, path: fault.path, fault.message + suffix)
    }
  }
}
