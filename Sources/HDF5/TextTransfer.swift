internal import CHDF5

extension Transfer {
  /// How text of datasets is carried over: by way of 16 KiB. The library's own two buffers have 1 MiB
  /// each and are cleared for every call, which for a single text costs more than all else.
  ///
  /// Touch it under the lock. The default properties stand in where the library gives none.
  static let textProperties: hid_t = {
    let properties = H5Pcreate(capi_h5_class_transfer())
    guard properties >= 0 else { return capi_h5_default() }
    return H5Pset_buffer(properties, 1 << 14, nil, nil) >= 0 ? properties : capi_h5_default()
  }()

  /// The type of text in memory, made once for all reading; negative where the library gives none.
  /// Touch it under the lock.
  private static let textType: hid_t = makeTextType()

  /// A name that the library wrote as `length` bytes and a NUL; nil where it is not UTF-8.
  static func name(_ bytes: [CChar], length: Int) -> String? {
    String(validating: bytes.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Texts read by `read`, which gets the memory type and the buffer. `stored` decides between
  /// the two forms of text; `space` is the dataspace of the values.
  static func texts(
    _ count: Int, stored: StoredType, space: hid_t, at location: Location,
    read: (hid_t, UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [String] {
    guard case .text(let fixedBytes) = stored else {
      throw location.error(.mismatch, "it holds \(stored), not text")
    }
    guard count > 0 else { return [] }
    if let fixedBytes {
      return try fixedTexts(count, bytes: fixedBytes, at: location, read: read)
    }
    let type = textType
    guard type >= 0 else { throw location.failure("no memory type for its text") }
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    let status = pointers.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.map { read(type, $0) } ?? -1
    }
    try location.check(status, "its text could not be read")
    let texts = pointers.map { pointer in
      pointer.map { String(validatingCString: $0) } ?? ""
    }
    let reclaimed = pointers.withUnsafeMutableBytes { buffer in
      H5Dvlen_reclaim(type, space, capi_h5_default(), buffer.baseAddress)
    }
    try location.check(reclaimed, "memory of its text was not released")
    return try valid(texts, at: location)
  }

  private static func fixedTexts(
    _ count: Int, bytes: Int, at location: Location,
    read: (hid_t, UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [String] {
    let (total, overflow) = count.multipliedReportingOverflow(by: bytes)
    guard !overflow, bytes > 0 else {
      throw location.error(.damaged, "\(count) texts of \(bytes) bytes are not possible")
    }
    return try Handle.scoped(
      H5Tcopy(capi_h5_c_string()), at: location, orThrow: "no memory type for its text"
    ) { (type) throws(HDF5Error) -> [String] in
      try location.check(H5Tset_size(type, bytes), "no memory type for its text")
      // Padded with NUL to the full width, so that text may fill it; UTF-8 contains ASCII.
      try location.check(H5Tset_strpad(type, H5T_STR_NULLPAD), "no memory type for its text")
      try location.check(H5Tset_cset(type, H5T_CSET_UTF8), "no memory type for its text")
      var buffer = [UInt8](repeating: 0, count: total)
      var status = buffer.withUnsafeMutableBytes { raw in
        raw.baseAddress.map { read(type, $0) } ?? -1
      }
      if status < 0 {
        // Files that say ASCII convert only to ASCII.
        try location.check(H5Tset_cset(type, H5T_CSET_ASCII), "no memory type for its text")
        status = buffer.withUnsafeMutableBytes { raw in
          raw.baseAddress.map { read(type, $0) } ?? -1
        }
      }
      try location.check(status, "its text could not be read")
      let texts = (0..<count).map { index in
        let row = buffer[index * bytes..<(index + 1) * bytes]
        return String(validating: row.prefix { $0 != 0 }, as: UTF8.self)
      }
      return try valid(texts, at: location)
    }
  }

  /// The texts, or an error where one of them is not UTF-8.
  private static func valid(
    _ texts: [String?], at location: Location
  ) throws(HDF5Error) -> [String] {
    var result: [String] = []
    result.reserveCapacity(texts.count)
    for (index, text) in texts.enumerated() {
      guard let text else {
        throw location.error(.damaged, "its text number \(index) is not valid UTF-8")
      }
      result.append(text)
    }
    return result
  }
}
