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
  ///   - scores: float32 or bfloat16, `[problem, token, prototype]`.
  ///   - temperature: what scores are divided by; all that is computed is float32.
  ///   - iterations: pairs of divisions.
  /// - Returns: float32 `[problem, token, prototype]`.
  public static func solve(
    _ scores: Tensor, temperature: Double, iterations: Int, mode: ComputeMode = ComputeMode()
  ) throws(TorchError) -> Tensor {
    guard !mode.usesKernels(for: scores) else {
      return try Kernels.sinkhorn(scores, temperature: temperature, iterations: iterations)
    }
    let single = scores.dtype == .bfloat16 ? try scores.to(.float32) : scores
    let divided = try single / temperature
    var plan = try (divided - divided.max([1], keep: true)).exp()
    for _ in 0..<iterations {
      plan = try plan / (plan.sum([1], keep: true) + epsilon)
      plan = try plan / (plan.sum([2], keep: true) + epsilon)
    }
    return plan
  }
}
