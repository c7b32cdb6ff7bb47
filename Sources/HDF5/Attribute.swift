internal import CHDF5

/// An attribute: a small value beside a group or dataset.
public final class Attribute: Sendable {
  private let handle: Handle
  public let name: String
  /// Extents; `[]` for a single value.
  public let shape: [Int]
  /// The type of the values as the file states it.
  public let storedType: StoredType

  /// More than any attribute has: HDF5 keeps them in headers of 64 KiB, or in small heaps.
  private static let largestByteCount = 1 << 24

  init(opening name: String, of object: Handle) throws(HDF5Error) {
    let location = object.location.attribute(name)
    let handle = try object.use { (id) throws(HDF5Error) -> Handle in
      try Handle(
        H5Aopen(id, name, capi_h5_default()), at: location, owner: object,
        orThrow: "the attribute could not be opened")
    }
    self.handle = handle
    self.name = name
    self.storedType = try handle.use { (id) throws(HDF5Error) -> StoredType in
      try Handle.scoped(
        H5Aget_type(id), at: location, orThrow: "its type could not be read"
      ) { (type) throws(HDF5Error) in StoredType(type: type) }
    }
    self.shape = try handle.use { (id) throws(HDF5Error) -> [Int] in
      try Handle.scoped(
        H5Aget_space(id), at: location, orThrow: "its shape could not be read"
      ) { (space) throws(HDF5Error) in try Transfer.shape(ofSpace: space, at: location) }
    }
  }

  /// All numbers, converted as by ``Dataset/read(_:)``.
  public func values<E: Element>(_ element: E.Type = E.self) throws(HDF5Error) -> [E] {
    guard storedType.isReadable(as: E.elementType) else {
      throw handle.location.error(
        .mismatch, "it holds \(storedType), which cannot be read as \(E.elementType.rawValue)")
    }
    let count = try checkedCount()
    return try handle.use { (id) throws(HDF5Error) -> [E] in
      try Transfer.numbers(count, at: handle.location) { type, buffer in
        H5Aread(id, type, buffer)
      }
    }
  }

  /// The number of an attribute that holds one.
  public func value<E: Element>(_ element: E.Type = E.self) throws(HDF5Error) -> E {
    let values = try values(element)
    guard values.count == 1, let value = values.first else {
      throw handle.location.error(
        .mismatch, "it holds \(values.count) values where one is expected")
    }
    return value
  }

  /// All texts.
  public func texts() throws(HDF5Error) -> [String] {
    let count = try checkedCount()
    return try handle.use { (id) throws(HDF5Error) -> [String] in
      try Handle.scoped(
        H5Aget_space(id), at: handle.location, orThrow: "its shape could not be read"
      ) { (space) throws(HDF5Error) -> [String] in
        try Transfer.texts(count, stored: storedType, space: space, at: handle.location) {
          type, buffer in
          H5Aread(id, type, buffer)
        }
      }
    }
  }

  /// The text of an attribute that holds one.
  public func text() throws(HDF5Error) -> String {
    let texts = try texts()
    guard texts.count == 1, let text = texts.first else {
      throw handle.location.error(.mismatch, "it holds \(texts.count) texts where one is expected")
    }
    return text
  }

  private func checkedCount() throws(HDF5Error) -> Int {
    let count = try Transfer.count(of: shape, at: handle.location)
    guard count <= Self.largestByteCount / 16 else {
      throw handle.location.error(.damaged, "its shape \(shape) is more than an attribute can hold")
    }
    return count
  }
}
