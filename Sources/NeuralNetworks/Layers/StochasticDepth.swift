public import Torch

/// Stochastic depth: while training, images skip residual branches at random.
public struct StochasticDepth: Sendable, Hashable {
  /// How the images that skip a branch are chosen.
  public enum Mode: String, Sendable, CaseIterable {
    /// A random subset of n_keep = max(⌊batch · (1 − rate)⌋, 1) images goes through the branch,
    /// which is scaled by batch / n_keep (the reference). The work saved is real.
    case efficient
    /// Every image skips the branch with probability `rate` on its own; kept branches are scaled by
    /// 1 / (1 − rate). All images are computed.
    case naive
  }

  /// Probability that an image skips a branch, 0 ≤ rate < 1.
  public let rate: Double
  public let mode: Mode

  public init(rate: Double, mode: Mode = .efficient) {
    self.rate = rate
    self.mode = mode
  }

  /// x + branch(norm x), the branch over some of the images while training. The expectation stays.
  ///
  /// - Parameters:
  ///   - x: `[batch, token, channel]`.
  ///   - generator: where the choice is drawn from; `nil` outside training: every image is kept.
  ///   - branch: gets the kept images of x, normed, and their indices (`nil`: all).
  public func residual(
    _ x: Tensor, norm: RMSNorm, generator: Generator?,
    _ branch: (Tensor, Tensor?) throws(TorchError) -> Tensor
  ) throws(TorchError) -> Tensor {
    if rate > 0, mode == .naive, let generator {
      let shape = [x.size(0)] + [Int](repeating: 1, count: x.rank - 1)
      let isKept = try Tensor.uniform(shape, from: 0, to: 1, generator: generator)
        .isLess(than: 1 - rate).to(x.dtype).to(x.device)
      return try x + branch(norm.operand(x), nil).to(x.dtype) * (isKept / (1 - rate))
    }
    let kept = try kept(of: x, generator: generator)
    return try norm.residual(x, images: kept.images, factor: kept.factor, branch)
  }

  /// Draws the images that go through a branch in efficient mode: their indices (`nil`: all), and what the
  /// branch is multiplied by.
  private func kept(
    of x: Tensor, generator: Generator?
  ) throws(TorchError) -> (images: Tensor?, factor: Double) {
    guard rate > 0, let generator else { return (nil, 1) }
    let batch = x.size(0)
    let count = max(Int(Double(batch) * (1 - rate)), 1)
    let images = try Tensor.permutation(batch, generator: generator)
      .narrowed(0, from: 0, count: count).to(x.device)
    return (images, Double(batch) / Double(count))
  }
}
