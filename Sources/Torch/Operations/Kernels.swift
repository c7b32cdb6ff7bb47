import CTorch

/// This program's own kernels (Sources/CTorch/kernels): several operations in one sweep through memory.
///
/// They compute on the CPU, in float32 or bfloat16, with gradients. Each has a composed form, from libtorch's
/// operations, beside the place that uses it.
public enum Kernels {
  private static let normalizedRows = Operator("capi::normalized_rows")
  private static let branchAdded = Operator("capi::branch_added")
  private static let attention = Operator("capi::attention")
  private static let mlp = Operator("capi::mlp")
  private static let masterLinear = Operator("capi::master_linear")
  private static let sinkhorn = Operator("capi::sinkhorn")
  private static let softCrossEntropy = Operator("capi::soft_cross_entropy")
  private static let meanEntropy = Operator("capi::mean_entropy")
  private static let rowChoices = Operator("capi::row_choices")
  private static let adamW = Operator("capi::adamw_")
  private static let lerp = Operator("capi::lerp_")
  private static let norm = Operator("capi::norm")

  private static func optional(_ tensor: Tensor?) -> Argument {
    tensor.map { .tensor($0) } ?? .none
  }

  /// RMSNorm of some images' tokens, and the tokens themselves for the residual.
  ///
  /// - Parameters:
  ///   - x: `[image, token, channel]`, float32.
  ///   - weight: `[channel]`; nil for none.
  ///   - images: which images; nil for all.
  ///   - half: whether the result is bfloat16.
  /// - Returns: the normed tokens of these images; and `x`, to be used in its place afterwards, so that both
  ///   gradients come back together.
  public static func normalizedRows(
    _ x: Tensor, weight: Tensor?, images: Tensor?, epsilon: Double, half: Bool
  ) throws(TorchError) -> (normed: Tensor, x: Tensor) {
    let results = try normalizedRows.call([
      .tensor(x), optional(weight), optional(images), .double(epsilon), .bool(half),
    ])
    return (results[0], results[1])
  }

  /// x, and `factor` · `update` added to the images that the update is of.
  ///
  /// - Parameters:
  ///   - x: `[image, token, channel]`, float32.
  ///   - update: `[kept image, token, channel]`, float32 or bfloat16.
  ///   - images: which image each of the update's is; nil for all.
  public static func branchAdded(
    _ x: Tensor, _ update: Tensor, images: Tensor?, factor: Double
  ) throws(TorchError) -> Tensor {
    try branchAdded(.tensor(x), .tensor(update), optional(images), .double(factor))
  }

  /// Multi-head attention with RoPE, up to the output projection.
  ///
  /// - Parameters:
  ///   - x: `[kept image, token, channel]`, in the precision that is computed in.
  ///   - context: what is looked at, `[image, other token, context channel]`, float32; nil for x.
  ///   - images: which of the context's and the tables' images each of x's is; nil for the same.
  ///   - weights: of queries, keys and values, `[channel, in]`, float32.
  ///   - rotation: cos and sin of x's tokens, `[image or 1, 1, token, head width]`; nil for none.
  ///   - contextRotation: of the context's tokens.
  ///   - halves: the weights in bfloat16, in the same order; empty where they are not kept.
  /// - Returns: `[kept image, token, channel]`.
  public static func attention(
    _ x: Tensor, context: Tensor?, images: Tensor?,
    weights: (queries: Tensor, keys: Tensor, values: Tensor),
    rotation: (cos: Tensor, sin: Tensor)?, contextRotation: (cos: Tensor, sin: Tensor)?,
    heads: Int, halves: [Tensor] = []
  ) throws(TorchError) -> Tensor {
    try attention(
      .tensor(x), optional(context), optional(images), .tensor(weights.queries),
      .tensor(weights.keys), .tensor(weights.values), optional(rotation?.cos),
      optional(rotation?.sin), optional(contextRotation?.cos), optional(contextRotation?.sin),
      .int(heads), .tensors(halves))
  }

  /// second · GELU(first · x), exact GELU, in x's precision; weights are float32.
  public static func mlp(
    _ x: Tensor, first: Tensor, second: Tensor, firstHalf: Tensor? = nil,
    secondHalf: Tensor? = nil
  ) throws(TorchError) -> Tensor {
    try mlp(
      .tensor(x), .tensor(first), .tensor(second), optional(firstHalf), optional(secondHalf))
  }

  /// x · `weight`ᵀ + `bias` in x's precision; weight and bias, and their gradients, are float32.
  public static func masterLinear(
    _ x: Tensor, _ weight: Tensor, bias: Tensor? = nil, half: Tensor? = nil
  ) throws(TorchError) -> Tensor {
    try masterLinear(.tensor(x), .tensor(weight), optional(bias), optional(half))
  }

  /// Sinkhorn-Knopp over independent problems, without gradient.
  ///
  /// - Parameter scores: before the temperature, `[problem, token, prototype]`, float32 or bfloat16.
  /// - Returns: float32, of the same shape and order in memory; rows sum to 1.
  public static func sinkhorn(
    _ scores: Tensor, temperature: Double, iterations: Int
  ) throws(TorchError) -> Tensor {
    try sinkhorn(.tensor(scores), .double(temperature), .int(iterations))
  }

  /// Mean over rows of −Σ targets · log softmax(logits / temperature).
  ///
  /// - Parameters:
  ///   - logits: `[row, prototype]`, float32 or bfloat16.
  ///   - targets: `[target row, prototype]`, float32, without gradient.
  ///   - rows: which target belongs to each row of logits; nil for the same.
  public static func softCrossEntropy(
    _ logits: Tensor, _ targets: Tensor, rows: Tensor?, temperature: Double
  ) throws(TorchError) -> Tensor {
    try softCrossEntropy(.tensor(logits), .tensor(targets), optional(rows), .double(temperature))
  }

  /// Mean over some rows of −Σ p ln p, in nats; rows: nil for all.
  public static func meanEntropy(
    _ assignments: Tensor, rows: Tensor?
  ) throws(TorchError) -> Tensor {
    try meanEntropy(.tensor(assignments), optional(rows))
  }

  /// The first of each row's largest elements: `[row]`, int64.
  public static func rowChoices(_ assignments: Tensor) throws(TorchError) -> Tensor {
    try rowChoices(.tensor(assignments))
  }

  /// One step of AdamW with decoupled weight decay, in place.
  ///
  /// - Parameter halves: copies of the parameters in bfloat16, which are written as well; nil: none.
  public static func adamW(_ update: AdamWUpdate, halves: [Tensor?]) throws(TorchError) {
    _ = try adamW.call([
      .tensors(update.parameters), .tensors(update.gradients), .tensors(update.firstMoments),
      .tensors(update.secondMoments), .tensors(try present(halves)), .tensors(update.steps),
      .double(update.learningRate), .double(update.beta1), .double(update.beta2),
      .double(update.weightDecay), .double(update.epsilon), optional(update.foundInfinite),
    ])
  }

  /// targets ← targets + `weight` · (sources − targets), in place; float32.
  ///
  /// - Parameter halves: copies of the targets in bfloat16, which are written as well; nil: none.
  public static func lerp(
    _ targets: [Tensor], toward sources: [Tensor], weight: Double, halves: [Tensor?]
  ) throws(TorchError) {
    _ = try lerp.call([
      .tensors(targets), .tensors(sources), .tensors(try present(halves)), .double(weight),
    ])
  }

  /// The Euclidean norm of all elements of all tensors: a tensor of no axes, the same whatever the number of
  /// threads.
  public static func norm(_ tensors: [Tensor]) throws(TorchError) -> Tensor {
    try norm(.tensors(tensors))
  }

  /// A tensor without elements stands for none.
  private static func present(_ halves: [Tensor?]) throws(TorchError) -> [Tensor] {
    let none = try Tensor.zeros([0])
    return halves.map { $0 ?? none }
  }
}
