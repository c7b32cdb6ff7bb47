import CTorch

/// An n-dimensional array on a device, with libtorch's autograd.
///
/// A `Tensor` is a reference: copies share elements, as in PyTorch. References may be held and
/// released on any thread (libtorch counts them atomically) and reading from several threads is
/// safe; changing elements in place while another thread uses them is a data race, as in PyTorch.
public final class Tensor: @unchecked Sendable {
  let handle: ctorch_tensor

  /// Takes ownership of the handle.
  init(handle: ctorch_tensor) { self.handle = handle }

  deinit { ctorch_tensor_free(handle) }

  private var info: ctorch_tensor_info { ctorch_tensor_describe(handle) }

  /// Number of elements along each axis.
  public var shape: [Int] {
    let rank = Int(info.rank)
    let sizes = [Int64](unsafeUninitializedCapacity: rank) { buffer, count in
      ctorch_tensor_shape(handle, buffer.baseAddress)
      count = rank
    }
    return sizes.map(Int.init)
  }

  public var rank: Int { Int(info.rank) }
  public var elementCount: Int { shape.reduce(1, *) }
  public var device: Device { Device(info.device) }
  /// Whether the elements lie in memory one behind the other, in row-major order.
  public var isContiguous: Bool { info.is_contiguous }
  /// Grows with each change of the elements, through whatever tensor that shares them.
  public var version: Int { Int(ctorch_tensor_version(handle)) }
  /// Whether gradients flow to this tensor.
  public var requiresGradient: Bool { info.requires_grad }
  /// Whether this tensor was made by the user rather than by an operation.
  public var isLeaf: Bool { info.is_leaf }

  /// The type of the elements.
  ///
  /// - Precondition: one of the types ``DType`` names; operations offered here make no other.
  public var dtype: DType {
    guard let value = DType(code: info.dtype) else {
      preconditionFailure("a tensor of a type that DType does not name")
    }
    return value
  }

  /// The size of axis `axis`; negative axes count from the end.
  public func size(_ axis: Int) -> Int {
    let shape = shape
    return shape[axis < 0 ? axis + shape.count : axis]
  }
}

extension Tensor: CustomStringConvertible {
  public var description: String { "Tensor(\(dtype), \(shape), \(device))" }
}
