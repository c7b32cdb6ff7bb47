public import CapiCore
import Foundation
import Imaging
public import Store
import Torch

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
    func prepare(after earlier: EarlierRun?) throws -> PreparedRun {
      let opened = try open(experiment, observer)
      try earlier?.check(fingerprint: opened.dataset.info.fingerprint)
      return try PreparedRun(
        experiment, registry: registry, device: device, dataset: opened.dataset,
        probes: opened.probes, folder: folder)
    }
    // Where nothing has begun, a run that cannot begin leaves no folder.
    let first = folder.exists ? nil : try prepare(after: nil)
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
      return RunOutcome(
        state: .done, reason: "", record: record, folder: folder,
        stepsMade: record.header.lastStep + 1)
    }

    let prepared = try first ?? prepare(after: earlier)
    let dataset = prepared.dataset
    let found = try earlier?.newestCheckpoint()
    // Before anything is changed: what goes on without a checkpoint begins again.
    if earlier != nil, found?.checkpoint == nil { try options.initialWeights?.check() }
    let log = try RunOpening(
      experiment: experiment, options: options, creatorVersion: creatorVersion,
      dataset: dataset.info, runID: runID, started: started
    ).open(folder, holding: lease, after: earlier, from: found?.checkpoint)
    let session = RunSession(
      experiment: experiment, options: options, observer: observer, folder: folder, log: log,
      step: prepared.step, loop: prepared.loop, probes: prepared.probes,
      baselines: BaselineCache(
        folder: options.baselines, experiment: experiment, data: dataset.info.fingerprint,
        creatorVersion: creatorVersion), checkpoint: found?.checkpoint, device: device,
      untrained: prepared.untrained)
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
