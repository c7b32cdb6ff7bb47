internal import CHDF5

/// A dataset: an array of numbers or texts in a file.
public final class Dataset: Sendable {
  let handle: Handle

  /// Path inside the file.
  public var path: String { handle.location.object }
  /// The dataset's attributes.
  public var attributes: Attributes { Attributes(handle) }

  init(_ handle: Handle) {
    self.handle = handle
  }

  convenience init(opening name: String, in group: Handle) throws(HDF5Error) {
    let location = group.location.appending(name)
    self.init(
      try group.use { (id) throws(HDF5Error) -> Handle in
        try Handle(
          H5Dopen2(id, name, capi_h5_default()), at: location, owner: group,
          orThrow: "the dataset could not be opened")
      })
  }

  /// Extents, outermost first; `[]` for a single value.
  public func shape() throws(HDF5Error) -> [Int] {
    try withSpace { (_, shape) throws(HDF5Error) in shape }
  }

  /// The type of the elements as the file states it.
  public func storedType() throws(HDF5Error) -> StoredType {
    try handle.use { (id) throws(HDF5Error) -> StoredType in
      try Handle.scoped(
        H5Dget_type(id), at: handle.location, orThrow: "its type could not be read"
      ) { (type) throws(HDF5Error) in StoredType(type: type) }
    }
  }

  /// All numbers in row-major order, converted to `E` where the stored type is another.
  ///
  /// Floats are read from any number and rounded to their precision; integers are read only from
  /// integers that always fit.
  /// - Throws: ``HDF5Error``: `mismatch` where that does not hold, `damaged` where the file does
  ///   not hold the values its shape promises.
  public func read<E: Element>(_ element: E.Type = E.self) throws(HDF5Error) -> [E] {
    let stored = try storedType()
    guard stored.isReadable(as: E.elementType) else {
      throw handle.location.error(
        .mismatch, "it holds \(stored), which cannot be read as \(E.elementType.rawValue)")
    }
    return try withSpace { (_, shape) throws(HDF5Error) -> [E] in
      let count = try storedCount(shape, stored: stored, memorySize: E.elementType.size)
      let whole = capi_h5_whole_space()
      return try handle.use { (id) throws(HDF5Error) -> [E] in
        try Transfer.numbers(count, at: handle.location) { type, buffer in
          H5Dread(id, type, whole, whole, capi_h5_default(), buffer)
        }
      }
    }
  }

  /// All texts in row-major order.
  public func readTexts() throws(HDF5Error) -> [String] {
    let stored = try storedType()
    guard case .text = stored else {
      throw handle.location.error(.mismatch, "it holds \(stored), not text")
    }
    return try withSpace { (space, shape) throws(HDF5Error) -> [String] in
      let count = try storedCount(
        shape, stored: stored, memorySize: MemoryLayout<UnsafeRawPointer>.size)
      let whole = capi_h5_whole_space()
      return try handle.use { (id) throws(HDF5Error) -> [String] in
        try Transfer.texts(count, stored: stored, space: space, at: handle.location) {
          type, buffer in
          H5Dread(id, type, whole, whole, Transfer.textProperties, buffer)
        }
      }
    }
  }

  /// The text of a dataset that holds one.
  public func readText() throws(HDF5Error) -> String {
    let texts = try readTexts()
    guard texts.count == 1, let text = texts.first else {
      throw handle.location.error(.mismatch, "it holds \(texts.count) texts where one is expected")
    }
    return text
  }

  /// Closes the dataset; closing twice does nothing.
  public func close() throws(HDF5Error) {
    try handle.close()
  }

  private func withSpace<Result>(
    _ body: (hid_t, [Int]) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    try handle.use { (id) throws(HDF5Error) -> Result in
      try Handle.scoped(
        H5Dget_space(id), at: handle.location, orThrow: "its shape could not be read"
      ) { (space) throws(HDF5Error) -> Result in
        try body(space, Transfer.shape(ofSpace: space, at: handle.location))
      }
    }
  }

  /// Number of elements, once it is sure that the file has room for them: memory is reserved by
  /// this number, and a damaged file may state any.
  private func storedCount(
    _ shape: [Int], stored: StoredType, memorySize: Int
  ) throws(HDF5Error) -> Int {
    let location = handle.location
    let count = try Transfer.count(of: shape, at: location)
    let (_, tooMuch) = count.multipliedReportingOverflow(by: max(16, memorySize))
    guard !tooMuch else {
      throw location.error(.damaged, "its shape \(shape) is not one that values can have")
    }
    guard count > 0 else { return 0 }
    let found = try handle.use { (id) throws(HDF5Error) -> (bytes: UInt64, elementSize: Int) in
      let bytes = H5Dget_storage_size(id)
      if let size = stored.byteCount { return (bytes, size) }
      return (bytes, try elementSize(id))
    }
    // gzip makes at most 1,032 bytes of one; uncompressed values cannot gain at all.
    let (needed, overflow) = count.multipliedReportingOverflow(by: found.elementSize)
    guard !overflow, needed / 1040 <= found.bytes, found.bytes > 0 else {
      throw location.error(
        .damaged, "its shape \(shape) promises more values than the file holds")
    }
    return count
  }

  private func elementSize(_ id: hid_t) throws(HDF5Error) -> Int {
    try Handle.scoped(
      H5Dget_type(id), at: handle.location, orThrow: "its type could not be read"
    ) { (type) throws(HDF5Error) in max(1, H5Tget_size(type)) }
  }
}
