/// One tensor of a file of weights: what it is, and where its elements lie.
public struct WeightEntry: Sendable, Equatable {
  public let name: String
  public let element: StoredElement
  public let shape: [Int]
  /// Steps from one index to the next along each axis, in elements; `nil` for row-major order.
  let strides: [Int]?
  /// First element of the tensor in its storage.
  let firstElement: Int
  let storage: Storage

  /// A run of elements in the file.
  struct Storage: Sendable, Equatable {
    /// First byte in the file.
    let offset: Int
    /// Elements of the run.
    let count: Int
    /// CRC-32 of its bytes, where the format states one.
    var checksum: UInt32?
  }

  /// Number of elements.
  public var elementCount: Int { shape.reduce(1, *) }
  /// Bytes of its elements.
  public var byteCount: Int { elementCount * element.byteCount }

  /// Sizes multiplied; `nil` for a negative size, for more axes than tensors have, and where the
  /// product is no `Int`.
  static func product(_ shape: [Int]) -> Int? {
    guard shape.count <= 64 else { return nil }
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { return nil }
      count = product
    }
    return count
  }
}
