import CapiCore
import NeuralNetworks
import Probes
import Store
import Training

extension RunSession {
  /// Whether a subject is asked about before or after training.
  func isAsked(_ subject: ProbeSubject) -> Bool {
    configuration.evaluation.subjects.contains(subject)
      && (subject != .teacher || step.target.backbone != nil)
  }

  /// Asks about the student or the teacher, where there is one, as it is now.
  func probeTrained(_ subject: TrainedSubject, _ shouldStop: () -> Bool) throws {
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
  func probe(
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

  func answer(
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

  /// Whether the probes are asked between this step and the next.
  func isEvaluated(after index: Int) -> Bool {
    let every = configuration.evaluation.every
    let done = index + 1
    return every > 0 && done % every == 0 && done < configuration.training.steps
      && !probes.probes.isEmpty
  }

  /// Asks the probes between two steps, where it is time to. Not to be stopped: a run that goes on
  /// begins after this step.
  func evaluate(after index: Int) throws {
    guard isEvaluated(after: index) else { return }
    let evaluation = configuration.evaluation
    if evaluation.during.contains(.student) || step.target.backbone == nil {
      try probeTrained(.student) { false }
    }
    if evaluation.during.contains(.teacher) { try probeTrained(.teacher) { false } }
    observer.stage("training")
  }
}
