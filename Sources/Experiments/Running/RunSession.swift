import CapiCore
import NeuralNetworks
import Store
import Torch
import Training

/// One attempt at a run, once everything is in place.
final class RunSession {
  private let experiment: ResolvedExperiment
  private let options: RunOptions
  private let observer: any RunObserver
  private let folder: RunFolder
  private let log: RunLog
  private let metrics: MetricsLog
  private let step: TrainingStep
  private let loop: TrainingLoop
  private let probes: ProbeRunner
  private let checkpoint: Checkpoint?
  private let device: Device
  private let untrained: () throws -> Backbone
  private let policy: CheckpointPolicy
  private var checkpointAt = ContinuousClock.now

  private var configuration: ExperimentConfiguration { experiment.configuration }

  /// - Parameters:
  ///   - checkpoint: where to go on from; nil for the beginning.
  ///   - untrained: the network before any training, for the baseline of the probes.
  init(
    experiment: ResolvedExperiment, options: RunOptions, observer: any RunObserver,
    folder: RunFolder, log: RunLog, step: TrainingStep, loop: TrainingLoop, probes: ProbeRunner,
    checkpoint: Checkpoint?, device: Device, untrained: @escaping () throws -> Backbone
  ) {
    let configuration = experiment.configuration
    self.experiment = experiment
    self.options = options
    self.observer = observer
    self.folder = folder
    self.log = log
    self.step = step
    self.loop = loop
    self.probes = probes
    self.checkpoint = checkpoint
    self.device = device
    self.untrained = untrained
    policy = CheckpointPolicy(output: configuration.output)
    metrics = MetricsLog(
      log, every: configuration.training.logEvery, steps: configuration.training.steps,
      batch: configuration.training.batch, lastStep: checkpoint?.step ?? -1,
      wallTime: checkpoint?.wallTime ?? 0, observer: observer)
  }

  /// Removes checkpoints that a crash left without a record: they do not exist.
  func removeUnrecorded() throws {
    let known = Set(log.record.artifacts.map(\.path))
    try log.remove(
      artifacts: folder.checkpointSteps().map { "checkpoints/step-\($0).h5" }
        .filter { !known.contains($0) })
  }

  /// A checkpoint that cannot be used is no longer part of the run; its file stays.
  func refuse(_ artifact: Artifact, _ reason: String) throws {
    try metrics.note(
      step: Int(artifact.step), level: .warning,
      "the checkpoint of step \(artifact.step) cannot be used: \(reason)")
    try log.forget(artifact: artifact.path)
  }

  func run(
    skippedFiles: () -> [String], shouldStop: () -> Bool
  ) throws -> RunOutcome {
    do {
      for remark in step.loss.remarks
      where !log.record.events.contains(where: { $0.text == remark }) {
        try metrics.note(step: 0, level: .warning, remark)
      }
      try probe(.rawPixels, nil, at: -1, shouldStop)
      try probe(.untrained, untrained(), at: -1, shouldStop)
      try prepareState()
      observer.stage(
        checkpoint.map { "training from step \($0.step + 2) on" } ?? "training")
      let end = try train(shouldStop)
      if end == .completed {
        try probe(.student, step.student, at: metrics.lastStep, shouldStop)
        if let teacher = step.target.backbone {
          try probe(.teacher, teacher, at: metrics.lastStep, shouldStop)
        }
      }
      let skipped = skippedFiles()
      if !skipped.isEmpty {
        try metrics.note(
          step: Int(metrics.lastStep), level: .warning,
          "\(skipped.count) broken files were skipped: "
            + skipped.prefix(5).joined(separator: ", "))
      }
      let (state, reason) = verdict(end)
      try log.end(state, reason: reason, complete: state == .done)
      return RunOutcome(state: state, reason: reason, record: log.record, folder: folder)
    } catch {
      throw conclude(error)
    }
  }

  /// Asks the probes that have not answered yet.
  private func probe(
    _ subject: ProbeSubject, _ backbone: Backbone?, at step: Int64, _ shouldStop: () -> Bool
  ) throws {
    for index in probes.probes.indices {
      let name = probes.probes[index].selection.name
      let isThere = log.record.probes.contains {
        $0.name == name && $0.subject == subject.rawValue && $0.step == step
      }
      guard !isThere else { continue }
      guard !shouldStop() else { return }
      observer.stage("probing \(subject.rawValue)")
      try log.add(try probes.result(index, subject, backbone, step: step))
    }
  }

  /// Initial weights, or the state of the checkpoint.
  private func prepareState() throws {
    if let checkpoint {
      try checkpoint.restore(step, on: device)
    } else if let weights = options.initialWeights {
      let text = try weights.load(into: step, on: device)
      try metrics.note(step: 0, level: .info, text)
    }
  }

  private func train(_ shouldStop: () -> Bool) throws -> TrainingEnd {
    checkpointAt = .now
    let steps = configuration.training.steps
    let end = try loop.run(
      from: Int(metrics.lastStep) + 1, elapsed: metrics.wallTime, recorder: metrics,
      shouldStop: shouldStop
    ) { index in
      let elapsed = ContinuousClock.now - checkpointAt
      if index < steps - 1, policy.isDue(after: index, elapsed: elapsed) { try keepState() }
    }
    guard configuration.output.checkpoint, metrics.lastStep >= 0 else { return end }
    if case .notFinite = end {
      try log.add(try write(kind: Checkpoint.failureKind))
    } else if log.record.checkpoints.last?.step != metrics.lastStep {
      try keepState()
    }
    return end
  }

  /// Writes a checkpoint, seals the record, and removes checkpoints that are not needed any more.
  private func keepState() throws {
    let begun = ContinuousClock.now
    let artifact = try write(kind: Checkpoint.kind)
    try log.add(artifact)
    try log.remove(artifacts: policy.surplus(log.record))
    if let fault = policy.fault(log.record),
      !log.record.events.contains(where: { $0.text == fault })
    {
      try metrics.note(step: Int(metrics.lastStep), level: .warning, fault)
    }
    let milliseconds = (ContinuousClock.now - begun) / .milliseconds(1)
    try metrics.note(
      step: Int(metrics.lastStep), level: .info,
      "checkpoint of \(DiskEstimate.text(artifact.bytes)) in \(Int(milliseconds)) ms")
    try log.seal()
    checkpointAt = .now
  }

  private func write(kind: String) throws -> Artifact {
    try Checkpoint.write(
      step, kind: kind, step: metrics.lastStep, wallTime: metrics.wallTime,
      runID: log.record.header.runID, seed: configuration.general.seed,
      batch: configuration.training.batch, to: folder)
  }

  private func verdict(_ end: TrainingEnd) -> (RunState, String) {
    switch end {
    case .completed:
      // Student and teacher, raw pixels and untrained, each by each probe.
      let wanted = probes.probes.count * (step.target.backbone == nil ? 3 : 4)
      return log.record.probes.count < wanted
        ? (.interrupted, "stopped after the last step, before all probes were done") : (.done, "")
    case .interrupted(let step): return (.interrupted, "stopped after \(step) steps")
    case .notFinite(let step, let metric):
      return (.failed, "\(metric) was not finite at step \(step); the state before it is kept")
    }
  }

  /// Writes down why the run ended, as far as the disk lets it.
  ///
  /// - Returns: what people get to see.
  private func conclude(_ error: any Error) -> any Error {
    let isDisk: Bool =
      if case .system = (error as? StoreError)?.code { true } else { false }
    // The reason is what people get to see, so a second failure of the same disk is not.
    _ = try? log.end(isDisk ? .interrupted : .failed, reason: "\(error)")
    guard isDisk else { return error }
    return ExperimentError(
      "\(error); nothing that was recorded is lost: when the disk can be written again, the same "
        + "command goes on from the last checkpoint")
  }
}
