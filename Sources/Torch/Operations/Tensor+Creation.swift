// New tensors, random numbers, and conversion between types and devices.

private enum Op {
  static let zeros = Operator("aten::zeros")
  static let full = Operator("aten::full")
  static let empty = Operator("aten::empty", "memory_format")
  static let arange = Operator("aten::arange")
  static let linspace = Operator("aten::linspace")
  static let zerosLike = Operator("aten::zeros_like")
  static let to = Operator("aten::to", "dtype")
  static let toDevice = Operator("aten::to", "device")
  static let detach = Operator("aten::detach")
  static let clone = Operator("aten::clone")
  static let contiguous = Operator("aten::contiguous")
  static let normal = Operator("aten::normal_")
  static let uniform = Operator("aten::uniform_")
  static let randperm = Operator("aten::randperm", "generator")
  static let copyInPlace = Operator("aten::copy_")
}

extension Tensor {
  public static func zeros(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try Op.zeros(.ints(shape), .dtype(dtype), .none, .device(device))
  }

  public static func full(
    _ shape: [Int], _ value: Double, dtype: DType = .float32, device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try Op.full(.ints(shape), .double(value), .dtype(dtype), .none, .device(device))
  }

  /// 0, 1 … `count` − 1.
  public static func arange(
    _ count: Int, dtype: DType = .int64, device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try Op.arange(.int(count), .dtype(dtype), .none, .device(device))
  }

  /// `count` evenly spaced values from `first` to `last`, both included.
  public static func linspace(
    _ first: Double, _ last: Double, _ count: Int, dtype: DType = .float32, device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try Op.linspace(
      .double(first), .double(last), .int(count), .dtype(dtype), .none, .device(device))
  }

  public func zerosLike() throws(TorchError) -> Tensor { try Op.zerosLike(.tensor(self)) }

  /// Independent draws from N(`mean`, `deviation`²), float32.
  public static func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double = 1, generator: Generator,
    device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    let result = try Op.empty(.ints(shape), .dtype(.float32), .none, .device(device))
    return try Op.normal(
      .tensor(result), .double(mean), .double(deviation), .generator(generator))
  }

  /// Independent draws from the uniform distribution on [`low`, `high`), float32.
  public static func uniform(
    _ shape: [Int], from low: Double, to high: Double, generator: Generator, device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    let result = try Op.empty(.ints(shape), .dtype(.float32), .none, .device(device))
    return try Op.uniform(.tensor(result), .double(low), .double(high), .generator(generator))
  }

  /// The numbers 0 … `count` − 1 in random order, int64.
  public static func permutation(
    _ count: Int, generator: Generator, device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try Op.randperm(
      .int(count), .generator(generator), .dtype(.int64), .none, .device(device))
  }

  public func to(_ dtype: DType) throws(TorchError) -> Tensor {
    try Op.to(.tensor(self), .dtype(dtype))
  }

  public func to(_ device: Device) throws(TorchError) -> Tensor {
    try Op.toDevice(.tensor(self), .device(device), .dtype(dtype))
  }

  /// The same elements, cut off from the gradient's graph.
  public func detached() throws(TorchError) -> Tensor { try Op.detach(.tensor(self)) }
  public func clone() throws(TorchError) -> Tensor { try Op.clone(.tensor(self)) }
  public func contiguous() throws(TorchError) -> Tensor { try Op.contiguous(.tensor(self)) }

  /// Overwrites the elements in place; `source` broadcasts and converts.
  public func copy(from source: Tensor) throws(TorchError) {
    try Op.copyInPlace(.tensor(self), .tensor(source))
  }
}
