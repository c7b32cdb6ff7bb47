internal import HDF5

/// The values of an array in row-major order, with their type.
public enum ArrayValues: Sendable, Equatable {
  case float32([Float])
  case float64([Double])
  case int64([Int64])
  case uint8([UInt8])

  public var count: Int {
    switch self {
    case .float32(let values): values.count
    case .float64(let values): values.count
    case .int64(let values): values.count
    case .uint8(let values): values.count
    }
  }

  /// "float32", "float64", "int64" or "uint8".
  public var typeName: String {
    switch self {
    case .float32: "float32"
    case .float64: "float64"
    case .int64: "int64"
    case .uint8: "uint8"
    }
  }

  /// Equality by bits: NaN equals the same NaN, 0.0 differs from -0.0.
  public static func == (left: ArrayValues, right: ArrayValues) -> Bool {
    switch (left, right) {
    case (.float32(let left), .float32(let right)):
      left.count == right.count
        && zip(left, right).allSatisfy { $0.bitPattern == $1.bitPattern }
    case (.float64(let left), .float64(let right)): left.hasSameBits(as: right)
    case (.int64(let left), .int64(let right)): left == right
    case (.uint8(let left), .uint8(let right)): left == right
    default: false
    }
  }
}
