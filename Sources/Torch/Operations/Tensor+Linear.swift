// Matrix products and the layers' kernels.

private enum Op {
  static let matmul = Operator("aten::matmul")
  static let linear = Operator("aten::linear")
  static let gelu = Operator("aten::gelu")
  static let attention = Operator("aten::scaled_dot_product_attention")
  static let smoothL1 = Operator("aten::smooth_l1_loss")
  static let huber = Operator("aten::huber_loss")
  static let mse = Operator("aten::mse_loss")
}

extension Tensor {
  public func matmul(_ other: Tensor) throws(TorchError) -> Tensor {
    try Op.matmul(.tensor(self), .tensor(other))
  }
  /// x · `weight`ᵀ + `bias`; weight is [out, in].
  public func linear(_ weight: Tensor, bias: Tensor? = nil) throws(TorchError) -> Tensor {
    try Op.linear(.tensor(self), .tensor(weight), bias.map { .tensor($0) } ?? .none)
  }
  /// x · Φ(x) with the exact error function.
  public func gelu() throws(TorchError) -> Tensor { try Op.gelu(.tensor(self)) }
  /// softmax(q·kᵀ / √D)·v, self = q. All are [batch, head, token, D].
  public func attention(keys: Tensor, values: Tensor) throws(TorchError) -> Tensor {
    try Op.attention(.tensor(self), .tensor(keys), .tensor(values))
  }
  /// Huber loss with threshold `beta` divided by `beta` (PyTorch's smooth L1), mean over elements.
  public func smoothL1(_ target: Tensor, beta: Double = 1) throws(TorchError) -> Tensor {
    try Op.smoothL1(.tensor(self), .tensor(target), .int(1), .double(beta))
  }
  /// Mean squared difference over all elements.
  public func meanSquaredError(_ target: Tensor) throws(TorchError) -> Tensor {
    try Op.mse(.tensor(self), .tensor(target), .int(1))
  }
}
