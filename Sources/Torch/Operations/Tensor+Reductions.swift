// Reductions over axes. Without axes, over all elements.

private enum Op {
  static let sum = Operator("aten::sum", "dim_IntList")
  static let mean = Operator("aten::mean", "dim")
  static let amax = Operator("aten::amax")
  static let amin = Operator("aten::amin")
  static let argmax = Operator("aten::argmax")
  static let norm = Operator("aten::linalg_vector_norm")
  static let softmax = Operator("aten::softmax", "int")
  static let logSoftmax = Operator("aten::log_softmax", "int")
  static let variance = Operator("aten::var", "correction")
  static let all = Operator("aten::all")
}

extension Tensor {
  private func allAxes(_ axes: [Int]?) -> [Int] { axes ?? Array(0..<rank) }

  public func sum(_ axes: [Int]? = nil, keep: Bool = false) throws(TorchError) -> Tensor {
    try Op.sum(.tensor(self), .ints(allAxes(axes)), .bool(keep))
  }
  public func mean(_ axes: [Int]? = nil, keep: Bool = false) throws(TorchError) -> Tensor {
    try Op.mean(.tensor(self), .ints(allAxes(axes)), .bool(keep))
  }
  public func max(_ axes: [Int]? = nil, keep: Bool = false) throws(TorchError) -> Tensor {
    try Op.amax(.tensor(self), .ints(allAxes(axes)), .bool(keep))
  }
  public func min(_ axes: [Int]? = nil, keep: Bool = false) throws(TorchError) -> Tensor {
    try Op.amin(.tensor(self), .ints(allAxes(axes)), .bool(keep))
  }
  /// Position of the largest entry of `axis`, the first of equals; int64.
  public func argmax(_ axis: Int) throws(TorchError) -> Tensor {
    try Op.argmax(.tensor(self), .int(axis))
  }
  /// Euclidean norm.
  public func norm(_ axes: [Int]? = nil, keep: Bool = false) throws(TorchError) -> Tensor {
    try Op.norm(.tensor(self), .double(2), .ints(allAxes(axes)), .bool(keep))
  }
  /// Variance with divisor n − `correction`.
  public func variance(
    _ axes: [Int]? = nil, correction: Int = 0, keep: Bool = false
  ) throws(TorchError) -> Tensor {
    try Op.variance(.tensor(self), .ints(allAxes(axes)), .int(correction), .bool(keep))
  }
  public func softmax(_ axis: Int = -1) throws(TorchError) -> Tensor {
    try Op.softmax(.tensor(self), .int(axis))
  }
  public func logSoftmax(_ axis: Int = -1) throws(TorchError) -> Tensor {
    try Op.logSoftmax(.tensor(self), .int(axis))
  }
  /// Whether every element of this bool tensor is true; a bool tensor of no axes.
  public func all() throws(TorchError) -> Tensor { try Op.all(.tensor(self)) }
}
