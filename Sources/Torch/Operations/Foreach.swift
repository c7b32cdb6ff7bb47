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
  ///
  /// - Parameters:
  ///   - steps: one float32 tensor of no axes for each parameter, already counted up.
  ///   - foundInfinite: where this float32 tensor of no axes is 1, nothing is changed.
  public static func adamW(
    parameters: [Tensor], gradients: [Tensor], firstMoments: [Tensor], secondMoments: [Tensor],
    steps: [Tensor], learningRate: Double, beta1: Double, beta2: Double, weightDecay: Double,
    epsilon: Double, foundInfinite: Tensor? = nil
  ) throws(TorchError) {
    _ = try adamW.call([
      .tensors(parameters), .tensors(gradients), .tensors(firstMoments), .tensors(secondMoments),
      .tensors([]), .tensors(steps), .double(learningRate), .double(beta1), .double(beta2),
      .double(weightDecay), .double(epsilon), .bool(false), .bool(false), .none,
      foundInfinite.map { .tensor($0) } ?? .none,
    ])
  }
}
