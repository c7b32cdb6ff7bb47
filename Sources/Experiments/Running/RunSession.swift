import CapiCore
import NeuralNetworks
import Store
import Torch
import Training

/// One attempt at a run, once everything is in place.
final class RunSession {
  let experiment: ResolvedExperiment
  let options: RunOptions
  let observer: any RunObserver
  let folder: RunFolder
  let log: RunLog
  let metrics: MetricsLog
  let step: TrainingStep
  let loop: TrainingLoop
  let probes: ProbeRunner
  let baselines: BaselineCache
  let checkpoint: Checkpoint?
  let device: Device
  let untrained: () throws -> Backbone
  var policy: CheckpointPolicy
  var checkpointAt = ContinuousClock.now
  /// What the health rules have seen until the last step.
  var health: HealthMonitor

  var configuration: ExperimentConfiguration { experiment.configuration }

  /// - Parameters:
  ///   - checkpoint: where to go on from; nil for the beginning.
  ///   - untrained: the network before any training, for the baseline of the probes.
  init(
    experiment: ResolvedExperiment, options: RunOptions, observer: any RunObserver,
    folder: RunFolder, log: RunLog, step: TrainingStep, loop: TrainingLoop, probes: ProbeRunner,
    baselines: BaselineCache, checkpoint: Checkpoint?, device: Device,
    untrained: @escaping () throws -> Backbone
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
    self.baselines = baselines
    self.checkpoint = checkpoint
    self.device = device
    self.untrained = untrained
    let memory = checkpoint?.memory ?? CheckpointMemory()
    policy = CheckpointPolicy(output: configuration.output, memory: memory)
    var health = HealthMonitor(configuration.health.rules(steps: configuration.training.steps))
    // For what the checkpoint does not know: an older one, or a rule that is new.
    if let rows = log.record.metricStream("train") {
      health.replay(rows, until: checkpoint?.step ?? -1)
    }
    health.restore(memory.health)
    self.health = health
    metrics = MetricsLog(
      log, every: configuration.training.logEvery, steps: configuration.training.steps,
      batch: configuration.training.batch, lastStep: checkpoint?.step ?? -1,
      wallTime: checkpoint?.wallTime ?? 0, observer: observer)
  }

  func run(
    skippedFiles: () -> [String], shouldStop: () -> Bool
  ) throws -> RunOutcome {
    do {
      for remark in step.loss.remarks
      where !log.record.events.contains(where: { $0.text == remark }) {
        try metrics.note(step: 0, level: .warning, remark)
      }
      if isAsked(.rawPixels) { try probe(.rawPixels, nil, at: -1, shouldStop) }
      if isAsked(.untrained) { try probe(.untrained, untrained(), at: -1, shouldStop) }
      try prepareState()
      observer.stage(
        checkpoint.map { "training from step \($0.step + 2) on" } ?? "training")
      let end = try train(shouldStop)
      if end == .completed {
        if isAsked(.student) { try probeTrained(.student, shouldStop) }
        if isAsked(.teacher) { try probeTrained(.teacher, shouldStop) }
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
      return RunOutcome(
        state: state, reason: reason, record: log.record, folder: folder,
        stepsMade: metrics.lastStep + 1)
    } catch {
      throw conclude(error)
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
    let profile = try options.profile.map {
      try StepProfile($0, device: device, ended: observer.note)
    }
    let end = try loop.run(
      from: Int(metrics.lastStep) + 1, elapsed: metrics.wallTime, health: health,
      recorder: metrics, shouldStop: shouldStop
    ) { index, seen in
      try profile?.stepEnded()
      health = seen
      if isEvaluated(after: index) { try profile?.pause() }
      try evaluate(after: index)
      let elapsed = ContinuousClock.now - checkpointAt
      if index < steps - 1, policy.isDue(after: index, elapsed: elapsed) {
        try profile?.pause()
        try keepState()
      }
      if index < steps - 1 { try profile?.nextStepBegins() }
    }
    try profile?.trainingEnded()
    guard configuration.output.checkpoint, metrics.lastStep >= 0 else { return end }
    switch end {
    // Nothing goes on from there.
    case .notFinite, .collapsed: try log.add(try write(kind: Checkpoint.failureKind))
    case .completed, .interrupted:
      if log.record.checkpoints.last?.step != metrics.lastStep { try keepState() }
    }
    return end
  }

  private func verdict(_ end: TrainingEnd) -> (RunState, String) {
    switch end {
    case .completed:
      let isAnswered = probes.probes.allSatisfy { entry in
        ProbeSubject.allCases.filter(isAsked).allSatisfy { subject in
          let isBaseline = subject == .rawPixels || subject == .untrained
          return answer(
            of: entry.selection.name, about: subject, at: isBaseline ? -1 : metrics.lastStep) != nil
        }
      }
      return isAnswered
        ? (.done, "") : (.interrupted, "stopped after the last step, before all probes were done")
    case .interrupted(let step): return (.interrupted, "stopped after \(step) steps")
    case .notFinite(let step, let metric):
      return (.failed, "\(metric) was not finite at step \(step); the state before it is kept")
    case .collapsed(let reason): return (.failed, "collapsed: \(reason); the last state is kept")
    }
  }

  /// Writes down why the run ended, as far as the disk lets it.
  ///
  /// - Returns: what people get to see.
  private func conclude(_ error: any Error) -> any Error {
    let error: any Error = StoreError(ofDisk: error, path: folder.path) ?? error
    let isDisk: Bool =
      if case .system = (error as? StoreError)?.code { true } else { false }
    let reason = ErrorSentence.text(of: error)
    // The reason is what people get to see, so a second failure of the same disk is not.
    _ = try? log.end(isDisk ? .interrupted : .failed, reason: reason)
    guard isDisk else { return error }
    return ExperimentError(
      "\(reason); nothing that was recorded is lost: when the disk can be written again, the same "
        + (log.record.checkpoints.isEmpty
          ? "command begins again at the first step: there is no checkpoint"
          : "command goes on from the last checkpoint"))
  }
}
