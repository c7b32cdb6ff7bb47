public import Experiments
internal import Store
public import YAML

extension PlanBuilder {
  /// A builder for real experiments.
  ///
  /// - Parameter resolver: knows the registered components.
  public init(_ resolver: ExperimentResolver) {
    self.init(rules: ExperimentLayout.mergeRules) { (tree) throws(Diagnostics) in
      let experiment = try resolver.resolve(LoadedDocument(root: tree, files: []))
      let configuration = experiment.configuration
      var trial = TrialConfiguration(
        identity: experiment.identity, json: experiment.canonicalJSON,
        flat: experiment.flat.map { TextEntry($0.key, $0.json) },
        seed: configuration.general.seed, threads: configuration.engine.threads,
        steps: configuration.training.steps)
      trial.cost = CostEstimate(experiment)
      return trial
    }
  }
}

extension SweepPlan {
  /// The plan of a sweep file: read, expanded, and every trial checked.
  ///
  /// - Parameters:
  ///   - path: the sweep file.
  ///   - overrides: `KEY=VALUE` arguments of the command line, applied to the base experiment.
  ///   - resolver: knows the registered components.
  /// - Returns: the plan; every trial of it is a valid experiment.
  /// - Throws: everything wrong with the file, its base, and any trial.
  public static func load(
    _ path: String, overrides: [String] = [], resolver: ExperimentResolver
  ) throws(Diagnostics) -> SweepPlan {
    let sweep = try SweepFileReader.read(
      path, overrides: overrides, rules: ExperimentLayout.mergeRules)
    return try PlanBuilder(resolver).plan(sweep)
  }
}
