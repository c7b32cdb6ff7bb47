// Views, joins and indexing. Negative axes count from the end.

private enum Op {
  static let reshape = Operator("aten::reshape")
  static let permute = Operator("aten::permute")
  static let transpose = Operator("aten::transpose", "int")
  static let expand = Operator("aten::expand")
  static let unsqueeze = Operator("aten::unsqueeze")
  static let squeeze = Operator("aten::squeeze", "dim")
  static let narrow = Operator("aten::narrow")
  static let select = Operator("aten::select", "int")
  static let flatten = Operator("aten::flatten", "using_ints")
  static let cat = Operator("aten::cat")
  static let stack = Operator("aten::stack")
  static let chunk = Operator("aten::chunk")
  static let indexSelect = Operator("aten::index_select")
  static let gather = Operator("aten::gather")
  static let scatterAdd = Operator("aten::scatter_add")
  static let indexAdd = Operator("aten::index_add")
  static let oneHot = Operator("aten::one_hot")
  static let topk = Operator("aten::topk")
  static let repeatInterleave = Operator("aten::repeat_interleave", "self_int")
  static let asStrided = Operator("aten::as_strided")
  static let bincount = Operator("aten::bincount")
  static let bicubic = Operator("aten::_upsample_bicubic2d_aa")
}

extension Tensor {
  /// The same elements in another shape; one size may be −1.
  public func reshaped(_ shape: Int...) throws(TorchError) -> Tensor { try reshaped(shape) }
  public func reshaped(_ shape: [Int]) throws(TorchError) -> Tensor {
    try Op.reshape(.tensor(self), .ints(shape))
  }
  /// A copy of the elements that a view with these strides would have.
  ///
  /// - Throws: when the view would leave this tensor's elements.
  public func strided(
    _ shape: [Int], strides: [Int], from offset: Int
  ) throws(TorchError) -> Tensor {
    try Op.asStrided(.tensor(self), .ints(shape), .ints(strides), .int(offset)).contiguous()
  }
  public func permuted(_ axes: Int...) throws(TorchError) -> Tensor {
    try Op.permute(.tensor(self), .ints(axes))
  }
  public func transposed(_ a: Int, _ b: Int) throws(TorchError) -> Tensor {
    try Op.transpose(.tensor(self), .int(a), .int(b))
  }
  /// A view in which axes of size 1 repeat; −1 keeps an axis.
  public func expanded(_ shape: Int...) throws(TorchError) -> Tensor {
    try Op.expand(.tensor(self), .ints(shape))
  }
  public func unsqueezed(_ axis: Int) throws(TorchError) -> Tensor {
    try Op.unsqueeze(.tensor(self), .int(axis))
  }
  public func squeezed(_ axis: Int) throws(TorchError) -> Tensor {
    try Op.squeeze(.tensor(self), .int(axis))
  }
  /// `count` entries of `axis` from `start` on.
  public func narrowed(_ axis: Int, from start: Int, count: Int) throws(TorchError) -> Tensor {
    try Op.narrow(.tensor(self), .int(axis), .int(start), .int(count))
  }
  /// Entry `index` of `axis`; the axis goes away.
  public func selected(_ axis: Int, _ index: Int) throws(TorchError) -> Tensor {
    try Op.select(.tensor(self), .int(axis), .int(index))
  }
  /// Joins axes `first` … `last` into one.
  public func flattened(_ first: Int = 0, _ last: Int = -1) throws(TorchError) -> Tensor {
    try Op.flatten(.tensor(self), .int(first), .int(last))
  }
  public static func concatenated(
    _ tensors: [Tensor], axis: Int = 0
  ) throws(TorchError) -> Tensor {
    try Op.cat(.tensors(tensors), .int(axis))
  }
  public static func stacked(_ tensors: [Tensor], axis: Int = 0) throws(TorchError) -> Tensor {
    try Op.stack(.tensors(tensors), .int(axis))
  }
  public func chunked(_ count: Int, axis: Int) throws(TorchError) -> [Tensor] {
    try Op.chunk.call([.tensor(self), .int(count), .int(axis)])
  }
  /// The entries of `axis` named by the int64 vector `indices`.
  public func indexed(_ axis: Int, by indices: Tensor) throws(TorchError) -> Tensor {
    try Op.indexSelect(.tensor(self), .int(axis), .tensor(indices))
  }
  public func gathered(_ axis: Int, by indices: Tensor) throws(TorchError) -> Tensor {
    try Op.gather(.tensor(self), .int(axis), .tensor(indices))
  }
  public func scatterAdded(
    _ axis: Int, at indices: Tensor, _ source: Tensor
  ) throws(TorchError) -> Tensor {
    try Op.scatterAdd(.tensor(self), .int(axis), .tensor(indices), .tensor(source))
  }
  /// self, with `factor` × the rows of `source` added at `indices` of `axis`.
  public func indexAdded(
    _ axis: Int, at indices: Tensor, _ source: Tensor, factor: Double = 1
  ) throws(TorchError) -> Tensor {
    try Op.indexAdd(
      .tensor(self), .int(axis), .tensor(indices), .tensor(source), .double(factor))
  }
  /// int64 labels → [..., `classes`] with a single 1.
  public func oneHot(_ classes: Int) throws(TorchError) -> Tensor {
    try Op.oneHot(.tensor(self), .int(classes))
  }
  public func repeatedInterleaved(_ count: Int, axis: Int) throws(TorchError) -> Tensor {
    try Op.repeatInterleave(.tensor(self), .int(count), .int(axis))
  }
  /// The `count` largest entries of `axis`, largest first, and their int64 positions.
  public func topK(
    _ count: Int, axis: Int = -1
  ) throws(TorchError) -> (values: Tensor, indices: Tensor) {
    let results = try Op.topk.call([.tensor(self), .int(count), .int(axis)])
    return (results[0], results[1])
  }
  /// Images `[batch, channel, height, width]` of another size: bicubic with antialiasing.
  public func resized(rows: Int, columns: Int) throws(TorchError) -> Tensor {
    try Op.bicubic(.tensor(self), .ints([rows, columns]), .bool(false), .none, .none)
  }
  /// How often each of 0 … `classes` − 1 stands in this int64 vector.
  public func counted(classes: Int) throws(TorchError) -> Tensor {
    try Op.bincount(.tensor(self), .none, .int(classes))
  }
}
