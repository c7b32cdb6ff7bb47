import CTorch

/// The type of a tensor's elements.
public enum DType: String, Sendable, CaseIterable {
  case float32, float64, bfloat16, float16, int64, uint8, bool

  init?(code: Int32) {
    guard let match = DType.allCases.first(where: { $0.code == code }) else { return nil }
    self = match
  }

  var code: Int32 {
    switch self {
    case .uint8: Int32(CTORCH_UINT8.rawValue)
    case .int64: Int32(CTORCH_INT64.rawValue)
    case .float16: Int32(CTORCH_FLOAT16.rawValue)
    case .float32: Int32(CTORCH_FLOAT32.rawValue)
    case .float64: Int32(CTORCH_FLOAT64.rawValue)
    case .bool: Int32(CTORCH_BOOL.rawValue)
    case .bfloat16: Int32(CTORCH_BFLOAT16.rawValue)
    }
  }

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .uint8, .bool: 1
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64, .int64: 8
    }
  }

  public var isFloatingPoint: Bool {
    switch self {
    case .float32, .float64, .bfloat16, .float16: true
    case .int64, .uint8, .bool: false
    }
  }
}

/// A Swift type that can be copied to and from a tensor's elements.
public protocol TensorElement: BitwiseCopyable, Sendable {
  static var dtype: DType { get }
}

extension Float: TensorElement { public static var dtype: DType { .float32 } }
extension Double: TensorElement { public static var dtype: DType { .float64 } }
extension Int64: TensorElement { public static var dtype: DType { .int64 } }
extension UInt8: TensorElement { public static var dtype: DType { .uint8 } }
