/// Operations over a list of tensors in one call: the optimizer's and the EMA's hot path.
public enum Foreach {
  private static let lerp = Operator("aten::_foreach_lerp_", "Scalar")
  private static let norm = Operator("aten::_foreach_norm", "Scalar")
  private static let addScalar = Operator("aten::_foreach_add_", "Scalar")
  private static let adamW = Operator("aten::_fused_adamw_")

  /// targets ← targets + `weight` · (sources − targets), in place.
  public static func lerp(
    _ targets: [Tensor], toward sources: [Tensor], weight: Double
  ) throws(TorchError) {
    _ = try lerp.call([.tensors(targets), .tensors(sources), .double(weight)])
  }

  /// The Euclidean norm of all elements of all tensors; a tensor of no axes.
  public static func norm(_ tensors: [Tensor]) throws(TorchError) -> Tensor {
    try Tensor.stacked(try norm.call([.tensors(tensors), .int(2)])).norm()
  }

  public static func add(_ value: Double, to tensors: [Tensor]) throws(TorchError) {
    _ = try addScalar.call([.tensors(tensors), .double(value)])
  }

  /// One step of AdamW with decoupled weight decay, in place, in one kernel.
  public static func adamW(_ update: AdamWUpdate) throws(TorchError) {
    _ = try adamW.call([
      .tensors(update.parameters), .tensors(update.gradients), .tensors(update.firstMoments),
      .tensors(update.secondMoments), .tensors([]), .tensors(update.steps),
      .double(update.learningRate), .double(update.beta1), .double(update.beta2),
      .double(update.weightDecay), .double(update.epsilon), .bool(false), .bool(false), .none,
      update.foundInfinite.map { .tensor($0) } ?? .none,
    ])
  }
}

/// What one step of AdamW takes: tensors of float32, in one order.
public struct AdamWUpdate {
  public let parameters: [Tensor]
  public let gradients: [Tensor]
  public let firstMoments: [Tensor]
  public let secondMoments: [Tensor]
  /// One float32 tensor of no axes for each parameter, already counted up.
  public let steps: [Tensor]
  public let learningRate: Double
  public let beta1: Double
  public let beta2: Double
  public let weightDecay: Double
  public let epsilon: Double
  /// Where this float32 tensor of no axes is 1, nothing is changed.
  public let foundInfinite: Tensor?

  public init(
    parameters: [Tensor], gradients: [Tensor], firstMoments: [Tensor], secondMoments: [Tensor],
    steps: [Tensor], learningRate: Double, beta1: Double, beta2: Double, weightDecay: Double,
    epsilon: Double, foundInfinite: Tensor? = nil
  ) {
    self.parameters = parameters
    self.gradients = gradients
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
    self.steps = steps
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.weightDecay = weightDecay
    self.epsilon = epsilon
    self.foundInfinite = foundInfinite
  }
}
