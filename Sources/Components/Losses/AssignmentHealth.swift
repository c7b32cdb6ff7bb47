import CapiCore
import Torch

/// What is logged of soft targets over prototypes, whichever loss makes them.
enum AssignmentHealth {
  private static let entropy = MetricDefinition(
    "target_entropy", unit: "nat", "mean entropy of the predicted tokens' targets")
  private static let usage = MetricDefinition(
    "cluster_usage", unit: "fraction", "prototypes that are some token's first choice")

  /// - Parameters:
  ///   - targets: of the predicted tokens, `[batch · predicted, prototype]`.
  ///   - assignments: of all tokens, `[batch, token, prototype]`.
  static func metrics(targets: Tensor, assignments: Tensor) throws -> [LoggedTensor] {
    try noGrad {
      let entropy = try -(targets * targets.clamped(min: 1e-30).log()).sum([-1]).mean()
      let choices = try assignments.flattened(0, 1).argmax(-1)
      let usage = try choices.counted(classes: assignments.size(-1)).isGreater(than: 0)
        .to(.float32).mean()
      return [LoggedTensor(Self.entropy, entropy), LoggedTensor(Self.usage, usage)]
    }
  }
}
