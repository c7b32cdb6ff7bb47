public import Torch

/// Pre-norm block: x + attention(norm x), then x + mlp(norm x), each under stochastic depth.
public final class TransformerBlock: Module {
  public let attention: Attention
  private let mlp: MLP
  private let norm1: RMSNorm
  private let norm2: RMSNorm
  private let depth: StochasticDepth

  public init(
    width: Int, heads: Int, mlpRatio: Double, contextWidth: Int? = nil, rope: RotaryEmbedding?,
    stochasticDepth: StochasticDepth, initializer: Initializer
  ) throws(TorchError) {
    let first = initializer.scoped("residual1")
    let second = initializer.scoped("residual2")
    attention = try Attention(
      width: width, heads: heads, contextWidth: contextWidth, rope: rope,
      initializer: first.scoped("fn"))
    mlp = try MLP(width: width, ratio: mlpRatio, initializer: second.scoped("fn"))
    norm1 = try RMSNorm(width: width, affine: true, initializer: first.scoped("norm"))
    norm2 = try RMSNorm(width: width, affine: true, initializer: second.scoped("norm"))
    depth = stochasticDepth
  }

  public var children: [(path: String, module: any Module)] {
    [
      ("residual1.norm", norm1), ("residual1.fn", attention), ("residual2.norm", norm2),
      ("residual2.fn", mlp),
    ]
  }

  /// - Parameters:
  ///   - x: `[batch, token, channel]`.
  ///   - context: what the attention looks at, unnormed here; `nil` for x itself.
  ///   - generator: stochastic depth's random numbers; `nil` outside training.
  public func callAsFunction(
    _ x: Tensor, context: Tensor? = nil, rotations: (queries: Rotation, keys: Rotation)?,
    generator: Generator?
  ) throws(TorchError) -> Tensor {
    let attended = try depth.residual(x, norm: norm1, generator: generator) {
      (normed, images) throws(TorchError) in
      try attention(normed, images: images, context: context, rotations: rotations)
    }
    return try depth.residual(attended, norm: norm2, generator: generator) {
      (normed, _) throws(TorchError) in try mlp(normed)
    }
  }

  /// The shares of attention among x: `[batch, head, query token, key token]`.
  ///
  /// - Parameter x: `[batch, token, channel]`, unnormed.
  func attentionShares(
    _ x: Tensor, rotations: (queries: Rotation, keys: Rotation)?
  ) throws(TorchError) -> Tensor {
    try attention.shares(norm1.operand(x), rotations: rotations)
  }
}
