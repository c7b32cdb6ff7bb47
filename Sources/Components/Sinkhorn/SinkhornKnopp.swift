public import NeuralNetworks
public import Torch

/// Sinkhorn-Knopp over independent problems (paper, section 3).
public enum SinkhornKnopp {
  /// Keeps a sum from being divided by zero.
  public static let epsilon = 1e-8

  /// Shifts each prototype's column by its maximum, exponentiates, then divides by column sums and
  /// by row sums in turn; the last division makes rows sum to 1.
  ///
  /// - Parameters:
  ///   - scores: already divided by the target temperature: `[problem, token, prototype]`.
  ///   - iterations: pairs of divisions.
  /// - Returns: `[problem, token, prototype]`.
  public static func solve(
    _ scores: Tensor, iterations: Int, mode: ComputeMode = ComputeMode()
  ) throws(TorchError) -> Tensor {
    guard !mode.usesKernels(for: scores) else {
      return try Kernels.sinkhorn(scores, temperature: 1, iterations: iterations)
    }
    var plan = try (scores - scores.max([1], keep: true)).exp()
    for _ in 0..<iterations {
      plan = try plan / (plan.sum([1], keep: true) + epsilon)
      plan = try plan / (plan.sum([2], keep: true) + epsilon)
    }
    return plan
  }
}
