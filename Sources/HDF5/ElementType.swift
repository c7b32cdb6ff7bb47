internal import CHDF5

/// The number types this module writes.
public enum ElementType: String, Sendable, CaseIterable {
  case float16
  case float32
  case float64
  case int64
  case int32
  case uint8

  /// Bytes of one element.
  public var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16: 2
    case .uint8: 1
    }
  }

  /// The type that datasets of these elements are stored with.
  public var storedType: StoredType {
    switch self {
    case .float16, .float32, .float64: .float(bits: size * 8)
    case .int64, .int32: .integer(bits: size * 8, signed: true)
    case .uint8: .integer(bits: 8, signed: false)
    }
  }

  /// A new id of the type as it lies in memory. The caller closes it.
  func makeMemoryType() -> hid_t {
    switch self {
    case .float16: Self.makeHalf(from: capi_h5_native_float())
    case .float32: H5Tcopy(capi_h5_native_float())
    case .float64: H5Tcopy(capi_h5_native_double())
    case .int64: H5Tcopy(capi_h5_native_int64())
    case .int32: H5Tcopy(capi_h5_native_int32())
    case .uint8: H5Tcopy(capi_h5_native_uint8())
    }
  }

  /// A new id of the type as it lies in files: little endian on every machine.
  func makeFileType() -> hid_t {
    switch self {
    case .float16: Self.makeHalf(from: capi_h5_file_float())
    case .float32: H5Tcopy(capi_h5_file_float())
    case .float64: H5Tcopy(capi_h5_file_double())
    case .int64: H5Tcopy(capi_h5_file_int64())
    case .int32: H5Tcopy(capi_h5_file_int32())
    case .uint8: H5Tcopy(capi_h5_file_uint8())
    }
  }

  /// IEEE 754 binary16: sign bit 15, 5 exponent bits from bit 10, 10 fraction bits, bias 15.
  private static func makeHalf(from float: hid_t) -> hid_t {
    let type = H5Tcopy(float)
    guard type >= 0 else { return type }
    guard H5Tset_fields(type, 15, 10, 5, 0, 10) >= 0, H5Tset_size(type, 2) >= 0,
      H5Tset_ebias(type, 15) >= 0
    else {
      _ = H5Tclose(type)
      return -1
    }
    return type
  }
}
