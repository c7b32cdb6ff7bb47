import Torch

/// The parts of a training step, in the order in which they are done.
public enum StepPhase: String, Sendable, CaseIterable {
  /// Images and masks.
  case data
  /// The target of every patch: the teacher's forward pass.
  case teacher
  /// Encoder and predictor, forward.
  case student
  /// Scores, Sinkhorn and both losses, forward; for other losses, the loss.
  case clustering
  /// Gradients of everything that is trained.
  case backward
  /// Both optimizers, and the teacher moved.
  case optimizer
}

/// Names a part of a step in recordings of ``Profiler``.
func profiled<R>(_ phase: StepPhase, _ body: () throws -> R) throws -> R {
  try Torch.profiled(phase.rawValue, body)
}
