import CapiCore
import Experiments
import Sweeps
import YAML

/// A file of either kind, checked whole.
enum ConfigurationFile {
  case experiment(ResolvedExperiment)
  /// A sweep with its base as one experiment.
  case sweep(SweepPlan, base: ResolvedExperiment)

  /// Reads a file; what stands in it tells whether it is an experiment or a sweep.
  ///
  /// - Throws: everything that is wrong with it.
  static func load(
    _ path: String, overrides: [String], resolver: ExperimentResolver
  ) throws(Diagnostics) -> ConfigurationFile {
    var collector = DiagnosticCollector()
    let document = DocumentLoader().load(path, into: &collector)
    guard let root = document?.root, isSweep(root) else {
      return .experiment(try resolver.load(path, overrides: overrides))
    }
    let rules = ExperimentLayout.mergeRules
    let sweep = try SweepFileReader.read(path, overrides: overrides, rules: rules)
    let plan = try PlanBuilder(resolver).plan(sweep)
    return .sweep(plan, base: try resolver.resolve(LoadedDocument(root: sweep.base, files: [])))
  }

  /// Throws when a file is a sweep where an experiment is wanted; says nothing of its faults.
  static func refuseSweep(_ path: String) throws(CommandError) {
    var collector = DiagnosticCollector()
    if let root = DocumentLoader().load(path, into: &collector)?.root, isSweep(root) {
      throw .sweepFile(path: path)
    }
  }

  /// Throws when a file is an experiment where a sweep is wanted; says nothing of its faults.
  static func refuseExperiment(_ path: String) throws(CommandError) {
    var collector = DiagnosticCollector()
    guard let root = DocumentLoader().load(path, into: &collector)?.root, root.mapping != nil else {
      return
    }
    let isExperiment = ["dataset", "model", "training", "optimizer"].contains { root[$0] != nil }
    if isExperiment, !isSweep(root) { throw .experimentFile(path: path) }
  }

  /// Whether a tree has a key that only sweeps have.
  static func isSweep(_ root: Node) -> Bool {
    ["base", "experiment", "ablate", "seeds", "overrides"].contains { root[$0] != nil }
  }

  /// The experiment, or the base of the sweep.
  var experiment: ResolvedExperiment {
    switch self {
    case .experiment(let experiment): experiment
    case .sweep(_, let base): base
    }
  }

  /// What the file holds, in a few words.
  var summary: String {
    switch self {
    case .experiment(let experiment):
      "experiment \(experiment.identity.prefix(8)), "
        + "\(experiment.configuration.dataset.name), \(experiment.shapes.steps) steps"
    case .sweep(let plan, _):
      "sweep of \(plan.trials.count) \(plan.trials.count == 1 ? "trial" : "trials"), "
        + "\(plan.trials.reduce(0) { $0 + $1.configuration.steps }) steps in all"
    }
  }
}
