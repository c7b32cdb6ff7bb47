internal import CapiCore
internal import Foundation
public import Store
internal import YAML

extension PlanBuilder {
  /// The plan that a sweep's folder holds, for a further worker on it.
  ///
  /// - Parameter folder: a sweep that was started with `capi sweep run`.
  /// - Throws: ``SweepError`` when the folder holds no sweep, or when this program, or the data it
  ///   finds, makes another experiment of a trial than the program that made the plan.
  public func plan(in folder: SweepFolder) throws -> SweepPlan {
    guard folder.hasSpecification else {
      let owner = SweepFolder.owning(RunFolder(folder.path))
      throw SweepError.noSweep(folder: folder.path, runOf: owner?.path)
    }
    let kept = try SweepStore.readSpecification(folder)
    var collector = DiagnosticCollector()
    var trials: [PlannedTrial] = []
    for trial in kept.trials {
      let path = SweepRunner.experimentPath(folder.run(trial.id))
      guard let loaded = DocumentLoader().load(path, into: &collector) else { continue }
      let configuration = try resolved(loaded.root)
      guard configuration.trialID == trial.id else {
        throw SweepError.anotherExperiment(
          folder: folder.path, trial: "\(trial.label), seed \(trial.seed)",
          isConfiguration: configuration.sha256 != trial.configurationSHA256)
      }
      trials.append(
        PlannedTrial(
          id: trial.id, number: Int(trial.number), label: trial.label, alsoNamed: [],
          axisValues: trial.axisValues, overrides: trial.overrides, configuration: configuration,
          references: trial.references, yaml: NodeText.yaml(loaded.root)))
    }
    try collector.throwIfAny()
    return SweepPlan(
      name: kept.name, question: kept.question, yaml: kept.yaml, arguments: kept.arguments,
      baseConfiguration: kept.baseConfiguration, axes: kept.axes, axisRecords: kept.axisRecords,
      trials: trials, folded: [])
  }
}
