public import Torch

/// Multi-head attention without biases, scale 1/√(head width).
///
/// In the encoder queries, keys and values come from the same tokens; in the predictor the queries
/// come from the mask tokens, keys and values from the encoder's output, of a width of its own.
public final class Attention: Module {
  private let heads: Int
  private let headWidth: Int
  private let queries: Linear
  private let keys: Linear
  private let values: Linear
  private let output: Linear
  /// `nil` where positions are added to the tokens instead.
  public let rope: RotaryEmbedding?

  public init(
    width: Int, heads: Int, contextWidth: Int? = nil, rope: RotaryEmbedding?,
    initializer: Initializer
  ) throws(TorchError) {
    let context = contextWidth ?? width
    self.heads = heads
    headWidth = width / heads
    queries = try Linear(from: width, to: width, initializer: initializer.scoped("q_proj"))
    keys = try Linear(from: context, to: width, initializer: initializer.scoped("k_proj"))
    values = try Linear(from: context, to: width, initializer: initializer.scoped("v_proj"))
    output = try Linear(from: width, to: width, initializer: initializer.scoped("proj"))
    self.rope = rope
  }

  public var children: [(path: String, module: any Module)] {
    [("q_proj", queries), ("k_proj", keys), ("v_proj", values), ("proj", output)]
      + (rope.map { [("rope", $0)] } ?? [])
  }

  /// - Parameters:
  ///   - x: `[batch, token, channel]`: where the queries come from.
  ///   - context: `[batch, other token, context channel]`; `nil` for self-attention.
  ///   - rotations: of the queries' and of the keys' tokens.
  /// - Returns: `[batch, token, channel]`.
  public func callAsFunction(
    _ x: Tensor, context: Tensor? = nil, rotations: (queries: Rotation, keys: Rotation)?
  ) throws(TorchError) -> Tensor {
    let source = context ?? x
    var q = try split(try queries(x))
    var k = try split(try keys(source))
    let v = try split(try values(source))
    if let rotations {
      q = try rotations.queries(q)
      k = try rotations.keys(k)
    }
    let mixed = try q.attention(keys: k, values: v)
    return try output(try mixed.transposed(1, 2).flattened(2, 3))
  }

  /// The shares of attention that tokens pay to one another: softmax over the last axis.
  ///
  /// - Parameter x: `[batch, token, channel]`.
  /// - Returns: `[batch, head, query token, key token]`.
  func shares(
    _ x: Tensor, rotations: (queries: Rotation, keys: Rotation)?
  ) throws(TorchError) -> Tensor {
    var q = try split(try queries(x))
    var k = try split(try keys(x))
    if let rotations {
      q = try rotations.queries(q)
      k = try rotations.keys(k)
    }
    return try (q.matmul(try k.transposed(2, 3)) / Double(headWidth).squareRoot()).softmax()
  }

  /// `[batch, token, channel]` → `[batch, head, token, head width]`.
  private func split(_ x: Tensor) throws(TorchError) -> Tensor {
    try x.reshaped(x.size(0), x.size(1), heads, headWidth).transposed(1, 2)
  }
}
