import Imaging

extension ExperimentRunner {
  /// Throws what would keep ``run(_:in:options:observer:shouldStop:)`` from beginning: a missing
  /// device, data that cannot be opened, a probe that the data cannot answer. Writes nothing.
  public func preflight(_ experiment: ResolvedExperiment) throws {
    _ = try experiment.configuration.engine.torchDevice()
    _ = try open(experiment)
  }
}
