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
  /// A run that fails or is interrupted seals what it has, with the reason.
  ///
  /// - Parameter shouldStop: asked between steps; then the run ends as interrupted.
  /// - Throws: when the run cannot begin (data, device, folder, shapes) or cannot be written.
  public func run(
    _ experiment: ResolvedExperiment, in folder: RunFolder, options: RunOptions,
    observer: any RunObserver, shouldStop: () -> Bool
  ) throws -> RunOutcome {
    let configuration = experiment.configuration
    let device = try device(configuration.engine)
    let threads = options.threads ?? configuration.engine.threads
    Runtime.setThreads(threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount)
    try folder.create()
    let lease = try RunLease(folder)
    defer { lease.release() }
    _ = try folder.removeTemporaries(holding: lease)

    let created = Timestamp.text()
    observer.stage("opening data set \(configuration.dataset.name)")
    let dataset = try dataset(configuration)
    let probes = try probes(configuration, info: dataset.info)
    let networks = NetworkFactory(
      registry: registry, configuration: configuration, shapes: experiment.shapes,
      device: device)
    let factory = TrainingFactory(networks: networks, dataset: dataset)
    let student = try networks.backbone()
    let target = try networks.target(student: student)
    let loss = try networks.loss(student: student, target: target)
    let step = try factory.step(student: student, target: target, loss: loss)
    let loop = try factory.loop(step)
    let log = MetricsLog(
      every: configuration.training.logEvery, steps: configuration.training.steps,
      batch: configuration.training.batch, observer: observer)
    for remark in loss.remarks { log.note(step: 0, level: .warning, remark) }

    let runner = ProbeRunner(
      probes: probes,
      source: FeatureSource(
        dataset: dataset, size: configuration.images.size, patch: configuration.model.patch,
        normalisation: try factory.normalisation(), device: device,
        workers: configuration.training.workers, seed: UInt64(configuration.general.seed),
        cacheFolder: configuration.evaluation.features == .disk ? folder.path : nil),
      shapes: experiment.shapes, seed: UInt64(configuration.general.seed))
    var results: [ProbeResult] = []
    func probe(
      _ subject: ProbeSubject, _ backbone: Backbone?, counterpart: Backbone? = nil
    ) throws {
      guard !probes.isEmpty, !shouldStop() else { return }
      observer.stage("probing \(subject.rawValue)")
      let found = try runner.results(
        subject, backbone, counterpart: counterpart, step: log.lastStep)
      results += found.results
      for warning in found.warnings {
        log.note(step: Int(log.lastStep), level: .warning, warning)
      }
    }
    func record(_ state: RunState, _ reason: String, artifacts: [Artifact]) -> RunRecord {
      RunRecord(
        header: RunHeader(
          runID: experiment.identity, sweepID: options.sweepID, state: state,
          stateReason: reason, complete: state == .done, lastStep: log.lastStep,
          createdUTC: created, sealedUTC: Timestamp.text(), creatorVersion: creatorVersion),
        metrics: [log.stream], probes: results,
        configuration: ConfigurationRecord(
          json: experiment.canonicalJSON, yaml: experiment.yaml,
          flat: experiment.flat.map { TextEntry($0.key, $0.json) }),
        provenance: ProvenanceCollector.collect(
          experiment, dataset: dataset.info, options: options, creatorVersion: creatorVersion,
          started: created, threads: Runtime.threads),
        artifacts: artifacts, events: log.events)
    }

    do {
      let evaluation = configuration.evaluation
      if evaluation.subjects.contains(.rawPixels) { try probe(.rawPixels, nil) }
      if evaluation.subjects.contains(.untrained) { try probe(.untrained, student) }
      observer.stage("training")
      let end = try loop.run(recorder: log, shouldStop: shouldStop) { index in
        let done = index + 1
        guard evaluation.every > 0, done % evaluation.every == 0,
          done < configuration.training.steps
        else { return }
        if evaluation.during.contains(.student) || target.backbone == nil {
          try probe(.student, student, counterpart: target.backbone)
        }
        if evaluation.during.contains(.teacher), let teacher = target.backbone {
          try probe(.teacher, teacher, counterpart: student)
        }
        if !probes.isEmpty { observer.stage("training") }
      }
      var artifacts: [Artifact] = []
      if configuration.output.checkpoint, log.lastStep >= 0 {
        artifacts.append(try Checkpoint.write(step, step: log.lastStep, to: folder))
      }
      if end == .completed {
        if evaluation.subjects.contains(.student) {
          try probe(.student, student, counterpart: target.backbone)
        }
        if evaluation.subjects.contains(.teacher), let teacher = target.backbone {
          try probe(.teacher, teacher, counterpart: student)
        }
      }
      if !dataset.skippedFiles.isEmpty {
        log.note(
          step: Int(log.lastStep), level: .warning,
          "\(dataset.skippedFiles.count) broken files were skipped: "
            + dataset.skippedFiles.prefix(5).joined(separator: ", "))
      }
      let (state, reason) = Self.verdict(end, stopped: shouldStop())
      let record = record(state, reason, artifacts: artifacts)
      try RunStore.write(record, to: folder)
      return RunOutcome(state: state, reason: reason, record: record, folder: folder)
    } catch {
      // What was measured so far is kept beside the reason; the reason is what people get to see.
      _ = try? RunStore.write(record(.failed, "\(error)", artifacts: []), to: folder)
      throw error
    }
  }

  private static func verdict(_ end: TrainingEnd, stopped: Bool) -> (RunState, String) {
    switch end {
    case .completed:
      stopped
        ? (.interrupted, "stopped after the last step, before all probes were done") : (.done, "")
    case .interrupted(let step): (.interrupted, "stopped after \(step) steps")
    case .notFinite(let step, let metric):
      (.failed, "\(metric) was not finite at step \(step); the state before it is kept")
    }
  }

  func device(_ engine: EngineSection) throws -> Torch.Device {
    switch engine.device {
    case .cpu: return .cpu
    case .cuda:
      guard Runtime.cudaDeviceCount > 0 else {
        throw ExperimentError(
          "engine.device is cuda, but libtorch \(Runtime.version) finds no CUDA device here; use "
            + "engine.device=cpu, or a CUDA build of libtorch (docs/installation.md)")
      }
      return .cuda(0)
    }
  }

  func dataset(_ configuration: ExperimentConfiguration) throws -> any ImageDataset {
    let context = DatasetContext(
      imageSize: configuration.images.size,
      workingDirectory: URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
    let dataset = try registry.datasets.make(configuration.dataset, context)
    return SampleCache(dataset, byteBudget: 1 << 30)
  }

  func probes(
    _ configuration: ExperimentConfiguration, info: DatasetInfo
  ) throws -> [(selection: ComponentSelection, probe: any Probe)] {
    try configuration.probes.map { selection in
      let probe = try registry.probes.make(selection, ())
      if let refusal = probe.refusal(of: info) {
        throw ExperimentError("\(refusal); remove the probe or choose another data set")
      }
      return (selection, probe)
    }
  }
}
