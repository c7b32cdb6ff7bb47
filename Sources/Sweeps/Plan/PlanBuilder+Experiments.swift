public import CapiCore
public import Experiments
internal import Store
public import YAML

extension PlanBuilder {
  /// A builder for real experiments.
  ///
  /// - Parameters:
  ///   - resolver: knows the registered components.
  ///   - fingerprints: opens data sets, whose contents are part of a trial's identity; nil to leave
  ///     them alone, for checking files where the data is not.
  ///   - plugins: where components from outside come from.
  public init(
    _ resolver: ExperimentResolver, fingerprints: DatasetFingerprints? = nil,
    plugins: [PluginRecord] = []
  ) {
    self.init(rules: ExperimentLayout.mergeRules) { (tree) throws(Diagnostics) in
      let experiment = try resolver.resolve(LoadedDocument(root: tree, files: []))
      let configuration = experiment.configuration
      let fingerprint = fingerprints?.fingerprint(of: experiment)
      var trial = TrialConfiguration(
        identity: experiment.trialIdentity(data: fingerprint?.text ?? "", plugins: plugins),
        json: experiment.canonicalJSON,
        flat: experiment.flat.map { TextEntry($0.key, $0.json) },
        seed: configuration.general.seed, threads: configuration.engine.threads,
        steps: configuration.training.steps)
      trial.runID = experiment.identity
      trial.dataProblem = fingerprint?.problem
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
  ///   - fingerprints: opens data sets; nil to leave them alone.
  ///   - plugins: where components from outside come from.
  /// - Returns: the plan; every trial of it is a valid experiment.
  /// - Throws: everything wrong with the file, its base, and any trial.
  public static func load(
    _ path: String, overrides: [String] = [], resolver: ExperimentResolver,
    fingerprints: DatasetFingerprints? = nil, plugins: [PluginRecord] = []
  ) throws(Diagnostics) -> SweepPlan {
    let sweep = try SweepFileReader.read(
      path, overrides: overrides, rules: ExperimentLayout.mergeRules)
    return try PlanBuilder(resolver, fingerprints: fingerprints, plugins: plugins).plan(sweep)
  }
}
