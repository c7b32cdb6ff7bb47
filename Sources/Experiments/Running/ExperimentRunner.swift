public import CapiCore
import Foundation
import Imaging
import NeuralNetworks
public import Store
import Torch
import Training

/// One resolved experiment from its first step to its sealed record.
public struct ExperimentRunner: Sendable {
  let registry: Registry
  let creatorVersion: String

  public init(registry: Registry, creatorVersion: String) {
    self.registry = registry
    self.creatorVersion = creatorVersion
  }

  /// Trains, probes and seals `run.h5`. Call it from one thread; that thread computes.
  ///
  /// Where the folder holds an unfinished run of the same experiment, it goes on from its newest
  /// checkpoint, and gives the bits that an uninterrupted run gives. A run that is stopped writes a
  /// checkpoint; one that fails keeps what it has, with the reason.
  ///
  /// - Parameter shouldStop: asked between steps; then the run ends as interrupted.
  /// - Throws: when the run cannot begin (data, device, folder, shapes, another run there, too
  ///   little room on the disk) or cannot be written.
  public func run(
    _ experiment: ResolvedExperiment, in folder: RunFolder, options: RunOptions,
    observer: any RunObserver, shouldStop: () -> Bool
  ) throws -> RunOutcome {
    let configuration = experiment.configuration
    let device = try configuration.engine.torchDevice()
    let threads = options.threads ?? configuration.engine.threads
    Runtime.setThreads(threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount)
    // Where nothing has begun, a run that cannot begin leaves no folder.
    let opened = folder.exists ? nil : try open(experiment, observer)
    try folder.create()
    let lease = try RunLease(folder)
    defer { lease.release() }
    _ = try folder.removeTemporaries(holding: lease)

    let started = Timestamp.text()
    let runID = InitialWeights.runID(experiment.identity, from: options.initialWeights)
    let earlier = try EarlierRun.find(in: folder)
    try earlier?.check(experiment, runID: runID)
    if earlier?.isDone == true {
      // Killed between its last entry and its seal.
      let record = try RunLog.conclude(folder, holding: lease)
      return RunOutcome(state: .done, reason: "", record: record, folder: folder)
    }

    let (dataset, probes) = try opened ?? open(experiment, observer)
    try earlier?.check(fingerprint: dataset.info.fingerprint)
    let networks = NetworkFactory(
      registry: registry, configuration: configuration, shapes: experiment.shapes,
      device: device)
    let factory = TrainingFactory(networks: networks, dataset: dataset)
    let student = try networks.student()
    let target = try networks.target(student: student)
    let loss = try networks.loss(student: student, target: target)
    let step = try networks.step(student: student, target: target, loss: loss)
    let loop = try factory.loop(step)
    let runner = ProbeRunner(
      probes: probes,
      source: FeatureSource(
        dataset: dataset, size: configuration.images.size, patch: configuration.model.patch,
        normalisation: try factory.normalisation(), device: device,
        workers: configuration.training.workers, seed: UInt64(configuration.general.seed),
        cacheFolder: configuration.evaluation.features == .disk ? folder.path : nil),
      shapes: experiment.shapes, seed: UInt64(configuration.general.seed))
    try DiskEstimate(
      configuration, state: step.state, featureBytes: runner.bytesOnDisk(configuration.evaluation)
    ).check(available: folder.availableBytes, used: folder.usedBytes, folder: folder.path)
    let found = try earlier?.newestCheckpoint()
    // Before anything is changed: what goes on without a checkpoint begins again.
    if earlier != nil, found?.checkpoint == nil { try options.initialWeights?.check() }
    let log = try RunOpening(
      experiment: experiment, options: options, creatorVersion: creatorVersion,
      dataset: dataset.info, runID: runID, started: started
    ).open(folder, holding: lease, after: earlier, from: found?.checkpoint)
    let session = RunSession(
      experiment: experiment, options: options, observer: observer, folder: folder, log: log,
      step: step, loop: loop, probes: runner,
      baselines: BaselineCache(
        folder: options.baselines, experiment: experiment, data: dataset.info.fingerprint,
        creatorVersion: creatorVersion), checkpoint: found?.checkpoint, device: device,
      // Loaded weights are trained ones: the untrained network is made anew beside them.
      untrained: { configuration.model.weights == nil ? student : try networks.backbone() })
    try session.removeUnrecorded()
    for (artifact, reason) in found?.refused ?? [] { try session.refuse(artifact, reason) }
    return try session.run(skippedFiles: { dataset.skippedFiles }, shouldStop: shouldStop)
  }

  /// The data set, with a cache, and the probes that it can answer.
  func open(
    _ experiment: ResolvedExperiment, _ observer: (any RunObserver)? = nil
  ) throws -> (dataset: any ImageDataset, probes: [SelectedProbe]) {
    let configuration = experiment.configuration
    observer?.stage("opening data set \(configuration.dataset.name)")
    let dataset = SampleCache(try experiment.dataset(from: registry), byteBudget: 1 << 30)
    return (dataset, try probes(configuration, info: dataset.info))
  }

  typealias SelectedProbe = (selection: ComponentSelection, probe: any Probe)

  func probes(
    _ configuration: ExperimentConfiguration, info: DatasetInfo
  ) throws -> [SelectedProbe] {
    try configuration.probes.map { selection in
      let probe = try registry.probes.make(selection, ())
      if let refusal = probe.refusal(of: info) {
        throw ExperimentError("\(refusal); remove the probe or choose another data set")
      }
      return (selection, probe)
    }
  }
}
