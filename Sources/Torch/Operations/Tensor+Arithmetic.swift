// Elementwise operations; operands broadcast as in PyTorch.

private enum Op {
  static let add = Operator("aten::add", "Tensor")
  static let addScalar = Operator("aten::add", "Scalar")
  static let sub = Operator("aten::sub", "Tensor")
  static let mul = Operator("aten::mul", "Tensor")
  static let mulScalar = Operator("aten::mul", "Scalar")
  static let div = Operator("aten::div", "Tensor")
  static let divScalar = Operator("aten::div", "Scalar")
  static let rsubScalar = Operator("aten::rsub", "Scalar")
  static let neg = Operator("aten::neg")
  static let exp = Operator("aten::exp")
  static let log = Operator("aten::log")
  static let sqrt = Operator("aten::sqrt")
  static let rsqrt = Operator("aten::rsqrt")
  static let pow = Operator("aten::pow", "Tensor_Scalar")
  static let reciprocal = Operator("aten::reciprocal")
  static let abs = Operator("aten::abs")
  static let sin = Operator("aten::sin")
  static let cos = Operator("aten::cos")
  static let clampMin = Operator("aten::clamp_min")
  static let clampMax = Operator("aten::clamp_max")
  static let isFinite = Operator("aten::isfinite")
  static let eq = Operator("aten::eq", "Tensor")
  static let eqScalar = Operator("aten::eq", "Scalar")
  static let ne = Operator("aten::ne", "Scalar")
  static let gt = Operator("aten::gt", "Scalar")
  static let lt = Operator("aten::lt", "Scalar")
  static let lessTensor = Operator("aten::lt", "Tensor")
  static let logicalNot = Operator("aten::logical_not")
  static let logicalAnd = Operator("aten::logical_and")
  static let selectWhere = Operator("aten::where", "self")
}

extension Tensor {
  public static func + (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try Op.add(.tensor(a), .tensor(b))
  }
  public static func + (a: Tensor, b: Double) throws(TorchError) -> Tensor {
    try Op.addScalar(.tensor(a), .double(b))
  }
  public static func - (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try Op.sub(.tensor(a), .tensor(b))
  }
  public static func - (a: Double, b: Tensor) throws(TorchError) -> Tensor {
    try Op.rsubScalar(.tensor(b), .double(a))
  }
  public static func * (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try Op.mul(.tensor(a), .tensor(b))
  }
  public static func * (a: Tensor, b: Double) throws(TorchError) -> Tensor {
    try Op.mulScalar(.tensor(a), .double(b))
  }
  public static func / (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try Op.div(.tensor(a), .tensor(b))
  }
  public static func / (a: Tensor, b: Double) throws(TorchError) -> Tensor {
    try Op.divScalar(.tensor(a), .double(b))
  }
  public static prefix func - (a: Tensor) throws(TorchError) -> Tensor { try Op.neg(.tensor(a)) }

  public func exp() throws(TorchError) -> Tensor { try Op.exp(.tensor(self)) }
  public func log() throws(TorchError) -> Tensor { try Op.log(.tensor(self)) }
  public func sqrt() throws(TorchError) -> Tensor { try Op.sqrt(.tensor(self)) }
  /// 1 / √x.
  public func rsqrt() throws(TorchError) -> Tensor { try Op.rsqrt(.tensor(self)) }
  public func pow(_ exponent: Double) throws(TorchError) -> Tensor {
    try Op.pow(.tensor(self), .double(exponent))
  }
  public func reciprocal() throws(TorchError) -> Tensor { try Op.reciprocal(.tensor(self)) }
  public func abs() throws(TorchError) -> Tensor { try Op.abs(.tensor(self)) }
  public func sin() throws(TorchError) -> Tensor { try Op.sin(.tensor(self)) }
  public func cos() throws(TorchError) -> Tensor { try Op.cos(.tensor(self)) }
  /// Values below `bound` become `bound`.
  public func clamped(min bound: Double) throws(TorchError) -> Tensor {
    try Op.clampMin(.tensor(self), .double(bound))
  }
  /// Values above `bound` become `bound`.
  public func clamped(max bound: Double) throws(TorchError) -> Tensor {
    try Op.clampMax(.tensor(self), .double(bound))
  }

  // Comparisons give bool tensors.
  public func isFinite() throws(TorchError) -> Tensor { try Op.isFinite(.tensor(self)) }
  public func equals(_ other: Tensor) throws(TorchError) -> Tensor {
    try Op.eq(.tensor(self), .tensor(other))
  }
  public func equals(_ value: Double) throws(TorchError) -> Tensor {
    try Op.eqScalar(.tensor(self), .double(value))
  }
  public func differs(from value: Double) throws(TorchError) -> Tensor {
    try Op.ne(.tensor(self), .double(value))
  }
  public func isGreater(than value: Double) throws(TorchError) -> Tensor {
    try Op.gt(.tensor(self), .double(value))
  }
  public func isLess(than value: Double) throws(TorchError) -> Tensor {
    try Op.lt(.tensor(self), .double(value))
  }
  public func isLess(than other: Tensor) throws(TorchError) -> Tensor {
    try Op.lessTensor(.tensor(self), .tensor(other))
  }
  public func logicalNot() throws(TorchError) -> Tensor { try Op.logicalNot(.tensor(self)) }
  public func logicalAnd(_ other: Tensor) throws(TorchError) -> Tensor {
    try Op.logicalAnd(.tensor(self), .tensor(other))
  }
  /// `a` where `condition` holds, else `b`.
  public static func select(
    where condition: Tensor, _ a: Tensor, else b: Tensor
  ) throws(TorchError) -> Tensor {
    try Op.selectWhere(.tensor(condition), .tensor(a), .tensor(b))
  }
}
