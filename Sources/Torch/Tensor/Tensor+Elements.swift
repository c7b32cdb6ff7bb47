import CTorch

extension Tensor {
  /// A tensor with the given elements in row-major order.
  ///
  /// - Throws: when the number of elements is not the product of `shape`.
  public convenience init<E: TensorElement>(
    _ elements: [E], shape: [Int], device: Device = .cpu
  ) throws(TorchError) {
    var handle: ctorch_tensor?
    let sizes = shape.map(Int64.init)
    try check("tensor of shape \(shape) from \(elements.count) elements") { message in
      elements.withUnsafeBytes { bytes in
        ctorch_tensor_from_bytes(
          bytes.baseAddress, bytes.count, E.dtype.code, sizes, Int32(sizes.count), device.value,
          &handle, message)
      }
    }
    guard let handle else { throw TorchError(operation: "tensor", reason: "no tensor") }
    self.init(handle: handle)
  }

  /// A tensor with the given bytes as its elements, in row-major order and the host's byte order.
  ///
  /// - Throws: when the number of bytes does not fit `shape` and `dtype`.
  public convenience init(
    bytes: [UInt8], dtype: DType, shape: [Int]
  ) throws(TorchError) {
    var handle: ctorch_tensor?
    let sizes = shape.map(Int64.init)
    try check("tensor of shape \(shape) from \(bytes.count) bytes") { message in
      bytes.withUnsafeBytes { bytes in
        ctorch_tensor_from_bytes(
          bytes.baseAddress, bytes.count, dtype.code, sizes, Int32(sizes.count), Device.cpu.value,
          &handle, message)
      }
    }
    guard let handle else { throw TorchError(operation: "tensor", reason: "no tensor") }
    self.init(handle: handle)
  }

  /// A one-dimensional int64 tensor.
  public convenience init(_ indices: [Int], device: Device = .cpu) throws(TorchError) {
    try self.init(indices.map(Int64.init), shape: [indices.count], device: device)
  }

  /// The elements in row-major order, converted to `E`. Waits for the device.
  public func elements<E: TensorElement>(_ type: E.Type = E.self) throws(TorchError) -> [E] {
    let count = elementCount
    return try [E](capacity: count) { (buffer: UnsafeMutableBufferPointer<E>) throws(TorchError) in
      try check("elements") {
        ctorch_tensor_to_bytes(
          handle, E.dtype.code, buffer.baseAddress, count * MemoryLayout<E>.stride, $0)
      }
    }
  }

  /// The only element of a one-element tensor. Waits for the device.
  public func item() throws(TorchError) -> Double {
    let values = try elements(Double.self)
    guard values.count == 1 else {
      throw TorchError(operation: "item", reason: "shape \(shape) has \(values.count) elements")
    }
    return values[0]
  }
}

extension Array {
  /// An array whose elements `body` writes; typed throws through the standard initialiser.
  fileprivate init<Failure: Error>(
    capacity: Int, _ body: (UnsafeMutableBufferPointer<Element>) throws(Failure) -> Void
  ) throws(Failure) where Element: BitwiseCopyable {
    var outcome: Result<Void, Failure> = .success(())
    self.init(unsafeUninitializedCapacity: capacity) { buffer, count in
      do throws(Failure) {
        try body(buffer)
        count = capacity
      } catch {
        outcome = .failure(error)
        count = 0
      }
    }
    try outcome.get()
  }
}
