internal import HDF5

/// Named arrays and attributes: what a checkpoint holds, and fixtures made by other programs.
///
/// Order is kept: arrays are written and read in the order of `arrays`, group by group.
public struct TensorFile: Sendable, Equatable {
  public var attributes: [TensorAttribute]
  public var arrays: [NamedArray]

  public init(attributes: [TensorAttribute] = [], arrays: [NamedArray] = []) {
    self.attributes = attributes
    self.arrays = arrays
  }

  /// Version of the layout that this program writes.
  public static let schemaVersion: Int64 = 1
  static let format = "capi-tensors"
  /// Attributes of the root that belong to the format.
  static let reservedAttributes: Set<String> = [
    "format", "schema_version", "min_reader_version", "HDF5_Version",
  ]

  /// The array at a path.
  public func array(_ path: String) -> NamedArray? {
    arrays.first { $0.path == path }
  }

  /// An attribute of a group or array; of the file itself by default.
  public func attribute(_ name: String, of object: String = "/") -> TensorAttribute? {
    attributes.first { $0.name == name && $0.object == object }
  }

  /// Writes the file by the store's protocol: built in memory, read back and compared, sealed,
  /// flushed, and put in place in one step.
  ///
  /// - Parameter path: where it goes; its folder exists.
  /// - Returns: size and hash of the file, for an ``Artifact``.
  /// - Throws: ``StoreError``: `invalidRecord` names what cannot be stored.
  @discardableResult
  public func write(to path: String) throws(StoreError) -> WrittenFile {
    let image = try image(path: path)
    return try SealedHDF5.write(image, to: path)
  }

  /// Reads a file that ``write(to:)`` made.
  ///
  /// - Parameter path: the file.
  /// - Returns: the arrays and attributes, bit by bit as they were written.
  /// - Throws: ``StoreError``: `missing`, `damaged`, `wrongFormat` or `newerVersion`.
  public static func read(_ path: String) throws(StoreError) -> TensorFile {
    let file = try SealedHDF5.open(path)
    return try decode(file, path: path)
  }

  /// Reads an HDF5 file made by another program, a fixture from h5py for instance.
  ///
  /// Such a file has no seal, so damage is found only where HDF5 finds it. Narrower integers are
  /// widened to int64 and half precision to float32; other types are an error.
  public static func readForeign(_ path: String) throws(StoreError) -> TensorFile {
    try AtomicFile.requireFile(path)
    return try StoreError.wrapping(path) { () throws(HDF5Error) in
      try TensorReader(isForeign: true).read(File.open(path).root)
    }
  }

  func image(path: String) throws(StoreError) -> [UInt8] {
    try validate(path: path)
    let image = try StoreError.wrapping(path) { () throws(HDF5Error) in
      let file = try File.createInMemory(name: path)
      try SealedHDF5.identify(
        file, format: Self.format, version: Self.schemaVersion, minimumReader: 1)
      try TensorWriter(root: file.root).write(self)
      return try file.image()
    }
    let file = try StoreError.wrapping(path) { () throws(HDF5Error) in
      try File.open(image: image, name: path)
    }
    guard try Self.decode(file, path: path).hasSameContent(as: self) else {
      throw StoreError(
        .damaged, path: path,
        reason: "reads back different from what was written; nothing was replaced")
    }
    return image
  }

  private static func decode(_ file: File, path: String) throws(StoreError) -> TensorFile {
    try SealedHDF5.checkIdentity(file, format: format, version: schemaVersion, path: path)
    return try StoreError.wrapping(path) { () throws(HDF5Error) in
      try TensorReader(isForeign: false).read(file.root)
    }
  }
}
