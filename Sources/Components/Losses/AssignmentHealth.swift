import CapiCore
import NeuralNetworks
import Torch

/// What is logged of soft targets over prototypes, whichever loss makes them.
enum AssignmentHealth {
  private static let entropy = MetricDefinition(
    "target_entropy", unit: "nat", "mean entropy of the predicted tokens' targets")
  private static let usage = MetricDefinition(
    "cluster_usage", unit: "fraction", "prototypes that are some token's first choice")

  /// - Parameters:
  ///   - assignments: of all tokens, `[token, prototype]`.
  ///   - predicted: the predicted tokens among them.
  static func metrics(
    assignments: Tensor, predicted: Tensor, mode: ComputeMode
  ) throws -> [LoggedTensor] {
    try noGrad {
      let isFused = mode.usesKernels(for: assignments) && assignments.dtype == .float32
      let entropy =
        isFused
        ? try Kernels.meanEntropy(assignments, rows: predicted)
        : try Self.entropy(of: assignments.indexed(0, by: predicted))
      let choices = isFused ? try Kernels.rowChoices(assignments) : try assignments.argmax(-1)
      let usage = try choices.counted(classes: assignments.size(-1)).isGreater(than: 0)
        .to(.float32).mean()
      return [LoggedTensor(Self.entropy, entropy), LoggedTensor(Self.usage, usage)]
    }
  }

  private static func entropy(of targets: Tensor) throws -> Tensor {
    try -(targets * targets.clamped(min: 1e-30).log()).sum([-1]).mean()
  }
}
