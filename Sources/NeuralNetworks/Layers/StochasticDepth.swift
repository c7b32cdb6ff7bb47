public import Torch

/// Stochastic depth, "efficient": a random subset of the images goes through a residual branch.
///
/// n_keep = max(⌊batch · (1 − rate)⌋, 1) images are kept; their branch is scaled by batch / n_keep,
/// so the expectation stays. The work saved is real.
public struct StochasticDepth: Sendable {
  /// Probability that an image skips a branch, 0 ≤ rate < 1.
  public let rate: Double

  public init(rate: Double) { self.rate = rate }

  /// x + branch(x), the branch over a random subset of images while training.
  ///
  /// - Parameters:
  ///   - x: `[batch, token, channel]`.
  ///   - generator: where the subset is drawn from; `nil` outside training: every image is kept.
  ///   - branch: gets the kept images of x and their indices (`nil`: all).
  public func residual(
    _ x: Tensor, generator: Generator?,
    _ branch: (Tensor, Tensor?) throws(TorchError) -> Tensor
  ) throws(TorchError) -> Tensor {
    guard rate > 0, let generator else { return try x + branch(x, nil) }
    let batch = x.size(0)
    let kept = max(Int(Double(batch) * (1 - rate)), 1)
    let indices = try Tensor.permutation(batch, generator: generator)
      .narrowed(0, from: 0, count: kept).to(x.device)
    let update = try branch(try x.indexed(0, by: indices), indices)
    return try x.indexAdded(0, at: indices, update, factor: Double(batch) / Double(kept))
  }
}
