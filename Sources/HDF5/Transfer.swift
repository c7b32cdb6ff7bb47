internal import CHDF5

/// What reading and writing of datasets and attributes share.
enum Transfer {
  /// Number of elements of a shape; an error where the shape is impossible.
  static func count(of shape: [Int], at location: Location) throws(HDF5Error) -> Int {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else {
        throw location.error(.damaged, "its shape \(shape) is not one that values can have")
      }
      count = product
    }
    return count
  }

  /// Extents of an open dataspace. Call it under the lock.
  static func shape(ofSpace space: hid_t, at location: Location) throws(HDF5Error) -> [Int] {
    guard H5Sget_simple_extent_type(space) != H5S_NULL else { return [0] }
    let rank = H5Sget_simple_extent_ndims(space)
    guard rank >= 0 else { throw location.failure("its shape could not be read") }
    var extents = [hsize_t](repeating: 0, count: Int(rank))
    guard H5Sget_simple_extent_dims(space, &extents, nil) >= 0 else {
      throw location.failure("its shape could not be read")
    }
    var shape: [Int] = []
    for extent in extents {
      guard let value = Int(exactly: extent) else {
        throw location.error(.damaged, "an extent of \(extent) is more than this program can read")
      }
      shape.append(value)
    }
    return shape
  }

  /// A new dataspace of that shape; `[]` is a single value.
  static func makeSpace(_ shape: [Int]) -> hid_t {
    guard !shape.isEmpty else { return H5Screate(H5S_SCALAR) }
    let extents = shape.map { hsize_t($0) }
    return H5Screate_simple(Int32(shape.count), extents, nil)
  }

  /// A new type for UTF-8 text of any length.
  static func makeTextType() -> hid_t {
    let type = H5Tcopy(capi_h5_c_string())
    guard type >= 0 else { return type }
    guard H5Tset_size(type, capi_h5_variable_size()) >= 0,
      H5Tset_cset(type, H5T_CSET_UTF8) >= 0
    else {
      _ = H5Tclose(type)
      return -1
    }
    return type
  }

  /// Numbers read by `read`, which gets the memory type and the buffer.
  static func numbers<E: Element>(
    _ count: Int, at location: Location,
    read: (hid_t, UnsafeMutableRawPointer) -> herr_t
  ) throws(HDF5Error) -> [E] {
    guard count > 0 else { return [] }
    return try Handle.scoped(
      E.elementType.makeMemoryType(), at: location, orThrow: "no memory type for its values"
    ) { (type) throws(HDF5Error) -> [E] in
      var status: herr_t = -1
      let values = [E](unsafeUninitializedCapacity: count) { buffer, filled in
        guard let base = buffer.baseAddress else { return }
        status = read(type, UnsafeMutableRawPointer(base))
        filled = status >= 0 ? count : 0
      }
      try location.check(status, "its values could not be read")
      return values
    }
  }

  /// Calls `body` with pointers to the texts as C strings.
  static func withCStrings<Result>(
    _ texts: [String], at location: Location,
    _ body: (UnsafeRawPointer) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for text in texts {
      guard !text.utf8.contains(0) else {
        throw location.error(
          .invalidValue, "the text holds a NUL character, which HDF5 text cannot; remove it")
      }
      starts.append(bytes.count)
      bytes.append(contentsOf: text.utf8.map { CChar(bitPattern: $0) })
      bytes.append(0)
    }
    // `Result` crosses the closures of the standard library, which rethrow untyped errors.
    var outcome: Swift.Result<Result, HDF5Error>?
    bytes.withUnsafeBufferPointer { buffer in
      let pointers: [UnsafePointer<CChar>?] = starts.map { start in
        buffer.baseAddress.map { $0 + start }
      }
      pointers.withUnsafeBytes { raw in
        guard let base = raw.baseAddress else { return }
        do throws(HDF5Error) {
          outcome = .success(try body(base))
        } catch {
          outcome = .failure(error)
        }
      }
    }
    guard let outcome else { throw location.error(.invalidValue, "there is no text to store") }
    return try outcome.get()
  }
}
