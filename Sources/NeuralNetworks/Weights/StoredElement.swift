internal import Foundation
import Torch

/// The type of a stored tensor's elements; raw values are safetensors' names.
public enum StoredElement: String, Sendable, CaseIterable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint8 = "U8"
  case bool = "BOOL"

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  public var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16: true
    case .int64, .int32, .int16, .int8, .uint8, .bool: false
    }
  }

  /// The storage class of PyTorch that holds such elements.
  init?(torchStorage name: String) {
    switch name {
    case "DoubleStorage": self = .float64
    case "FloatStorage": self = .float32
    case "HalfStorage": self = .float16
    case "BFloat16Storage": self = .bfloat16
    case "LongStorage": self = .int64
    case "IntStorage": self = .int32
    case "ShortStorage": self = .int16
    case "CharStorage": self = .int8
    case "ByteStorage": self = .uint8
    case "BoolStorage": self = .bool
    default: return nil
    }
  }

  /// A tensor of one axis with little-endian elements; narrower integers become int64.
  func tensor(_ data: Data) throws(TorchError) -> Tensor {
    let count = data.count / byteCount
    func direct(_ dtype: DType) throws(TorchError) -> Tensor {
      try Tensor(bytes: [UInt8](data), dtype: dtype, shape: [count])
    }
    func widened<Integer: FixedWidthInteger & SignedInteger>(
      _ type: Integer.Type
    ) throws(TorchError) -> Tensor {
      let values = data.withUnsafeBytes { bytes in
        (0..<count).map {
          Int64(
            Integer(
              littleEndian: bytes.loadUnaligned(
                fromByteOffset: $0 * MemoryLayout<Integer>.size, as: Integer.self)))
        }
      }
      return try Tensor(values, shape: [count])
    }
    switch self {
    case .float64: return try direct(.float64)
    case .float32: return try direct(.float32)
    case .float16: return try direct(.float16)
    case .bfloat16: return try direct(.bfloat16)
    case .int64: return try direct(.int64)
    case .uint8: return try direct(.uint8)
    case .bool: return try Tensor([UInt8](data), shape: [count]).to(.bool)
    case .int32: return try widened(Int32.self)
    case .int16: return try widened(Int16.self)
    case .int8: return try widened(Int8.self)
    }
  }
}
