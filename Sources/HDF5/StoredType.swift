internal import CHDF5

/// The type of the elements of a dataset or attribute as the file states it.
public enum StoredType: Sendable, Equatable, CustomStringConvertible {
  case float(bits: Int)
  case integer(bits: Int, signed: Bool)
  /// Text of variable or of a fixed number of bytes.
  case text(fixedBytes: Int?)
  /// A type this module does not read: compound, reference, enumeration and so on.
  case other(String)

  public var description: String {
    switch self {
    case .float(let bits): "float\(bits)"
    case .integer(let bits, signed: true): "int\(bits)"
    case .integer(let bits, signed: false): "uint\(bits)"
    case .text: "text"
    case .other(let name): name
    }
  }

  /// Bytes of one number; nil for what is no number.
  var byteCount: Int? {
    switch self {
    case .float(let bits), .integer(let bits, _): max(1, bits / 8)
    case .text, .other: nil
    }
  }

  /// Reads the description of an open type. Call it under the lock.
  init(type: hid_t) {
    let bits = H5Tget_size(type) * 8
    switch H5Tget_class(type) {
    case H5T_FLOAT: self = .float(bits: bits)
    case H5T_INTEGER: self = .integer(bits: bits, signed: H5Tget_sign(type) != H5T_SGN_NONE)
    case H5T_STRING:
      self = .text(fixedBytes: H5Tis_variable_str(type) > 0 ? nil : H5Tget_size(type))
    case H5T_ENUM:
      // h5py's truth values; HDF5 converts them to 0 and 1.
      self =
        Self.members(of: type) == ["FALSE", "TRUE"]
        ? .integer(bits: bits, signed: true) : .other("enumeration")
    case H5T_COMPOUND: self = .other("compound")
    case H5T_REFERENCE: self = .other("reference")
    case H5T_VLEN: self = .other("variable-length list")
    case H5T_ARRAY: self = .other("array")
    case H5T_OPAQUE: self = .other("opaque")
    default: self = .other("unknown type")
    }
  }

  /// The names of a small enumeration.
  private static func members(of type: hid_t) -> [String] {
    let count = H5Tget_nmembers(type)
    guard (1...8).contains(count) else { return [] }
    return (0..<UInt32(count)).compactMap { index in
      guard let name = H5Tget_member_name(type, index) else { return nil }
      defer { H5free_memory(name) }
      return String(cString: name)
    }
  }

  /// True when every value of this type can be read as `element` without changing its meaning:
  /// floats take any number (rounded to their precision), integers only integers that always fit.
  func isReadable(as element: ElementType) -> Bool {
    switch (self, element.storedType) {
    case (.float, .float), (.integer, .float): true
    case (.integer(let bits, let signed), .integer(let wanted, let wantedSigned)):
      signed == wantedSigned ? bits <= wanted : !signed && bits < wanted
    default: false
    }
  }
}
