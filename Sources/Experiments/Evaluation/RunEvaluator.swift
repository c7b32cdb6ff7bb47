public import CapiCore
import Foundation
import Imaging
import NeuralNetworks
import Probes
public import Store
import Torch

/// Probes a finished run again, with its own probes or others.
///
/// The result is a record of its own, `RUN/evaluations/ID/run.h5`, sealed like any other; the run's
/// record is only read. ID follows from the run, the step and what is asked, so that the same
/// question is not answered twice.
public struct RunEvaluator: Sendable {
  private let runner: ExperimentRunner

  public init(registry: Registry, creatorVersion: String) {
    runner = ExperimentRunner(registry: registry, creatorVersion: creatorVersion)
  }

  /// Where the evaluation goes.
  public static func folder(of run: FinishedRun) -> RunFolder {
    run.folder.evaluation(String(identity(of: run).prefix(16)))
  }

  /// SHA-256 over the run, the step and the configuration that is evaluated.
  static func identity(of run: FinishedRun) -> String {
    ConfigurationValue.object([
      .init("evaluation_of", .string(run.record.header.runID)),
      .init("step", .int(Int(run.step))),
      .init("configuration", .string(run.experiment.semanticJSON)),
    ]).sha256
  }

  /// Evaluates raw pixels, the untrained encoder, student and teacher. Call it from one thread.
  ///
  /// - Throws: when there is nothing to ask, or data, device or checkpoint cannot be had. Then
  ///   nothing is written.
  public func evaluate(
    _ run: FinishedRun, options: RunOptions, observer: any RunObserver, shouldStop: () -> Bool
  ) throws -> RunOutcome {
    let experiment = run.experiment
    let configuration = experiment.configuration
    guard !configuration.probes.isEmpty else {
      throw ExperimentError(
        "\(run.folder.path) has no probes; name some, for example "
          + "probes='[representation-health]'")
    }
    let device = try configuration.engine.torchDevice()
    let threads = options.threads ?? configuration.engine.threads
    Runtime.setThreads(threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount)
    let created = Timestamp.text()
    let (dataset, probes) = try runner.open(experiment, observer)
    let networks = NetworkFactory(
      registry: runner.registry, configuration: configuration, shapes: experiment.shapes,
      device: device)
    let (student, teacher) = try run.backbones(networks)

    let folder = Self.folder(of: run)
    try folder.create()
    let lease = try RunLease(folder)
    defer { lease.release() }
    let prober = ProbeRunner(
      probes: probes,
      source: FeatureSource(
        dataset: dataset, size: configuration.images.size, patch: configuration.model.patch,
        normalisation: try TrainingFactory(networks: networks, dataset: dataset).normalisation(),
        device: device, workers: configuration.training.workers,
        seed: UInt64(configuration.general.seed),
        cacheFolder: configuration.evaluation.features == .disk ? folder.path : nil),
      shapes: experiment.shapes, seed: UInt64(configuration.general.seed))
    var results: [ProbeResult] = []
    var events: [RunEvent] = []
    func note(_ text: String) {
      events.append(RunEvent(step: run.step, wallTime: 0, level: .warning, text: text))
      observer.warning(text)
    }
    if dataset.info.fingerprint != run.record.provenance.dataFingerprint {
      note("the data are not those of the run: \(dataset.info.fingerprint)")
    }
    var subjects: [(ProbeSubject, Backbone?, Backbone?)] = [
      (.rawPixels, nil, nil), (.untrained, try networks.backbone(), nil),
      (.student, student, teacher),
    ]
    if let teacher { subjects.append((.teacher, teacher, student)) }
    for (subject, backbone, counterpart) in subjects where !shouldStop() {
      observer.stage("probing \(subject.rawValue)")
      let isTrained = subject == .student || subject == .teacher
      let questions = prober.questions(
        about: subject, backbone, counterpart: counterpart, step: isTrained ? run.step : -1)
      for index in probes.indices where !shouldStop() {
        let (result, warnings) = try questions.ask(index)
        results.append(result)
        warnings.forEach(note)
      }
      let warnings = ProbeComparison.warnings { probe, score in
        results.first { $0.name == probe && $0.subject == subject.rawValue }?.score(score)
      }
      for warning in warnings { note("\(subject.rawValue): \(warning)") }
    }
    let isWhole = !shouldStop()
    var provenance = ProvenanceCollector.collect(
      experiment, dataset: dataset.info, options: options,
      creatorVersion: runner.creatorVersion, threads: Runtime.threads)
    let process = ProcessInfo.processInfo
    provenance.attempts = [
      RunAttempt(
        number: 0, startedUTC: created, endedUTC: Timestamp.text(), host: process.hostName,
        processID: Int64(process.processIdentifier), firstStep: 0)
    ]
    provenance.entries.append(TextEntry("evaluation_of", run.record.header.runID))
    let record = RunRecord(
      header: RunHeader(
        runID: Self.identity(of: run), state: isWhole ? .done : .interrupted,
        stateReason: isWhole ? "" : "stopped before all probes were done", complete: isWhole,
        lastStep: run.step, createdUTC: created, sealedUTC: Timestamp.text(),
        creatorVersion: runner.creatorVersion),
      probes: results,
      configuration: ConfigurationRecord(
        json: experiment.canonicalJSON, yaml: experiment.yaml,
        flat: experiment.flat.map { TextEntry($0.key, $0.json) }),
      provenance: provenance, events: events)
    try RunStore.write(record, to: folder)
    return RunOutcome(
      state: record.header.state, reason: record.header.stateReason, record: record,
      folder: folder, stepsMade: run.step + 1)
  }
}
