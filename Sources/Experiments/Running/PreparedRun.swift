import CapiCore
import Imaging
import NeuralNetworks
import Store
import Torch
import Training

/// Everything that a run computes with. Making one writes nothing.
struct PreparedRun {
  let dataset: any ImageDataset
  let step: TrainingStep
  let loop: TrainingLoop
  let probes: ProbeRunner
  /// The network before any training, for the baseline of the probes.
  let untrained: () throws -> Backbone

  /// - Parameters:
  ///   - folder: the run's; it need not exist yet.
  /// - Throws: where shapes or weights do not fit, and ``ExperimentError`` where the disk has too
  ///   little room.
  init(
    _ experiment: ResolvedExperiment, registry: Registry, device: Device,
    dataset: any ImageDataset, probes: [ExperimentRunner.SelectedProbe], folder: RunFolder
  ) throws {
    let configuration = experiment.configuration
    let networks = NetworkFactory(
      registry: registry, configuration: configuration, shapes: experiment.shapes,
      device: device)
    let factory = TrainingFactory(networks: networks, dataset: dataset)
    let student = try networks.student()
    let target = try networks.target(student: student)
    let loss = try networks.loss(student: student, target: target)
    step = try networks.step(student: student, target: target, loss: loss)
    loop = try factory.loop(step)
    self.dataset = dataset
    self.probes = ProbeRunner(
      probes: probes,
      source: FeatureSource(
        dataset: dataset, size: configuration.images.size, patch: configuration.model.patch,
        normalisation: try factory.normalisation(), device: device,
        workers: configuration.training.workers, seed: UInt64(configuration.general.seed),
        cacheFolder: configuration.evaluation.features == .disk ? folder.path : nil),
      shapes: experiment.shapes, seed: UInt64(configuration.general.seed))
    try DiskEstimate(
      configuration, state: step.state,
      featureBytes: self.probes.bytesOnDisk(configuration.evaluation)
    ).check(available: folder.availableBytes, used: folder.usedBytes, folder: folder.path)
    // Loaded weights are trained ones: the untrained network is made anew beside them.
    untrained = { configuration.model.weights == nil ? student : try networks.backbone() }
  }
}
