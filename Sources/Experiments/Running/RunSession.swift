import CapiCore
import NeuralNetworks
import Probes
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
  private let baselines: BaselineCache
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
      return RunOutcome(state: state, reason: reason, record: log.record, folder: folder)
    } catch {
      throw conclude(error)
    }
  }

  /// Whether a subject is asked about before or after training.
  private func isAsked(_ subject: ProbeSubject) -> Bool {
    configuration.evaluation.subjects.contains(subject)
      && (subject != .teacher || step.target.backbone != nil)
  }

  /// Asks about the student or the teacher, where there is one, as it is now.
  private func probeTrained(_ subject: TrainedSubject, _ shouldStop: () -> Bool) throws {
    let teacher = step.target.backbone
    switch subject {
    case .student:
      try probe(
        .student, step.student, counterpart: teacher, at: metrics.lastStep, shouldStop)
    case .teacher:
      guard let teacher else { return }
      try probe(
        .teacher, teacher, counterpart: step.student, at: metrics.lastStep, shouldStop)
    }
  }

  /// Asks the probes that have not answered yet.
  private func probe(
    _ subject: ProbeSubject, _ backbone: Backbone?, counterpart: Backbone? = nil, at step: Int64,
    _ shouldStop: () -> Bool
  ) throws {
    let questions = probes.questions(
      about: subject, backbone, counterpart: counterpart, step: step)
    for index in probes.probes.indices {
      let name = probes.probes[index].selection.name
      guard answer(of: name, about: subject, at: step) == nil else { continue }
      guard !shouldStop() else { return }
      observer.stage("probing \(subject.rawValue)")
      let answer = try baselines.result(
        subject, of: probes.probes[index].selection, shouldStop: shouldStop
      ) { try questions.ask(index) }
      for event in try log.add(answer.result) { observer.warning(event.text) }
      for warning in answer.warnings { try warn(warning, at: step) }
    }
    for warning in ProbeComparison.warnings({ probe, score in
      answer(of: probe, about: subject, at: step)?.score(score)
    }) { try warn("\(subject.rawValue): \(warning)", at: step) }
  }

  private func answer(
    of name: String, about subject: ProbeSubject, at step: Int64
  ) -> ProbeResult? {
    log.record.probes.first {
      $0.name == name && $0.subject == subject.rawValue && $0.step == step
    }
  }

  /// Notes a warning of a step, unless an earlier attempt has.
  private func warn(_ text: String, at step: Int64) throws {
    let isThere = log.record.events.contains { $0.text == text && $0.step == step }
    if !isThere { try metrics.note(step: Int(step), level: .warning, text) }
  }

  /// Asks the probes between two steps, where it is time to. Not to be stopped: a run that goes on
  /// begins after this step.
  private func evaluate(after index: Int) throws {
    let evaluation = configuration.evaluation
    let done = index + 1
    guard evaluation.every > 0, done % evaluation.every == 0, done < configuration.training.steps,
      !probes.probes.isEmpty
    else { return }
    if evaluation.during.contains(.student) || step.target.backbone == nil {
      try probeTrained(.student) { false }
    }
    if evaluation.during.contains(.teacher) { try probeTrained(.teacher) { false } }
    observer.stage("training")
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
      from: Int(metrics.lastStep) + 1, elapsed: metrics.wallTime, health: health,
      recorder: metrics, shouldStop: shouldStop
    ) { index in
      try evaluate(after: index)
      let elapsed = ContinuousClock.now - checkpointAt
      if index < steps - 1, policy.isDue(after: index, elapsed: elapsed) { try keepState() }
    }
    guard configuration.output.checkpoint, metrics.lastStep >= 0 else { return end }
    switch end {
    // Nothing goes on from there.
    case .notFinite, .collapsed: try log.add(try write(kind: Checkpoint.failureKind))
    case .completed, .interrupted:
      if log.record.checkpoints.last?.step != metrics.lastStep { try keepState() }
    }
    return end
  }

  /// The health rules, told of the rows that were recorded before this attempt.
  private var health: HealthMonitor {
    var monitor = HealthMonitor(configuration.health.rules(steps: configuration.training.steps))
    guard let rows = log.record.metricStream("train") else { return monitor }
    for row in rows.steps.indices where rows.steps[row] <= metrics.lastStep {
      // A verdict here would have ended the earlier attempt.
      _ = monitor.verdict(step: Int(rows.steps[row])) { name in
        rows.columns.first { $0.name == name }.map { $0.values[row] }
      }
    }
    return monitor
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
        + "command goes on from the last checkpoint")
  }
}
