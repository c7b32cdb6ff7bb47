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
  private let mode: ComputeMode

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
    mode = initializer.mode
    try Linear.stack(contextWidth == nil ? [queries, keys, values] : [keys, values])
  }

  public var children: [(path: String, module: any Module)] {
    [("q_proj", queries), ("k_proj", keys), ("v_proj", values), ("proj", output)]
      + (rope.map { [("rope", $0)] } ?? [])
  }

  /// Of some images' tokens; rotations and context are those of all images.
  ///
  /// - Parameters:
  ///   - x: `[kept image, token, channel]`: where the queries come from.
  ///   - images: which images these are; `nil`: all.
  ///   - context: `[image, other token, context channel]`, float32; `nil` for self-attention.
  ///   - rotations: of the queries' and of the keys' tokens.
  /// - Returns: `[kept image, token, channel]`, in the precision that is computed in.
  func callAsFunction(
    _ x: Tensor, images: Tensor?, context: Tensor?, rotations: (queries: Rotation, keys: Rotation)?
  ) throws(TorchError) -> Tensor {
    guard !(mode.usesKernels(for: x) && rope?.isTrainable != true) else {
      return try output.operand(
        try Kernels.attention(
          mode.operand(x), context: context, images: images,
          weights: (queries.weight, keys.weight, values.weight),
          rotation: rotations.map { ($0.queries.cos, $0.queries.sin) },
          contextRotation: context == nil ? nil : rotations.map { ($0.keys.cos, $0.keys.sin) },
          heads: heads, halves: halves))
    }
    guard let images else { return try self(x, context: context, rotations: rotations) }
    return try self(
      x, context: context?.indexed(0, by: images),
      rotations: rotations.map { (rotations) throws(TorchError) in
        (try rotations.queries.images(images), try rotations.keys.images(images))
      })
  }

  /// The weights in bfloat16, where they are kept.
  private var halves: [Tensor] {
    get throws(TorchError) {
      guard let q = try queries.halfWeight, let k = try keys.halfWeight,
        let v = try values.halfWeight
      else { return [] }
      return [q, k, v]
    }
  }

  /// The composed form.
  ///
  /// - Parameters:
  ///   - x: `[batch, token, channel]`: where the queries come from.
  ///   - context: `[batch, other token, context channel]`; `nil` for self-attention.
  ///   - rotations: of the queries' and of the keys' tokens.
  /// - Returns: `[batch, token, channel]`.
  private func callAsFunction(
    _ x: Tensor, context: Tensor?, rotations: (queries: Rotation, keys: Rotation)?
  ) throws(TorchError) -> Tensor {
    let source = context ?? x
    var q = try split(try queries.operand(x))
    var k = try split(try keys.operand(source))
    let v = try split(try values.operand(source))
    if let rotations {
      q = try rotations.queries(q)
      k = try rotations.keys(k)
    }
    // The tables are float32.
    if q.dtype != v.dtype { (q, k) = (try q.to(v.dtype), try k.to(v.dtype)) }
    let mixed = try q.attention(keys: k, values: v)
    return try output.operand(try mixed.transposed(1, 2).flattened(2, 3))
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
