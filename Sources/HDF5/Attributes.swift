internal import CHDF5

/// The attributes of a group or dataset.
public struct Attributes: Sendable {
  let handle: Handle

  init(_ handle: Handle) {
    self.handle = handle
  }

  /// Names in the order in which they were set where the file knows that order, else by name.
  public func names() throws(HDF5Error) -> [String] {
    try handle.use { (object) throws(HDF5Error) -> [String] in
      let count = capi_h5_attribute_count(object)
      guard count >= 0 else { throw handle.location.failure("attributes could not be counted") }
      var names: [String] = []
      for position in 0..<UInt64(count) {
        names.append(try name(of: object, at: position))
      }
      return names
    }
  }

  /// True when there is an attribute of that name.
  public func contains(_ name: String) throws(HDF5Error) -> Bool {
    try handle.use { (object) throws(HDF5Error) -> Bool in
      let answer = H5Aexists(object, name)
      guard answer >= 0 else {
        throw handle.location.failure("attributes could not be searched")
      }
      return answer > 0
    }
  }

  /// The attribute of that name.
  ///
  /// - Throws: ``HDF5Error`` with code `notFound` and the names there are.
  public func attribute(_ name: String) throws(HDF5Error) -> Attribute {
    do throws(HDF5Error) {
      return try Attribute(opening: name, of: handle)
    } catch {
      if try contains(name) { throw error }
      let names = try names()
      let there = names.isEmpty ? "none" : names.prefix(12).joined(separator: ", ")
      throw handle.location.attribute(name).error(
        .notFound, "there is no such attribute; there are: \(there)")
    }
  }

  /// The text of an attribute.
  public func text(_ name: String) throws(HDF5Error) -> String {
    try attribute(name).text()
  }

  /// The single number of an attribute.
  public func value<E: Element>(_ name: String, _ element: E.Type = E.self) throws(HDF5Error) -> E {
    try attribute(name).value(element)
  }

  private func name(of object: hid_t, at position: UInt64) throws(HDF5Error) -> String {
    for index in [H5_INDEX_CRT_ORDER, H5_INDEX_NAME] {
      let length = H5Aget_name_by_idx(
        object, ".", index, H5_ITER_INC, position, nil, 0, capi_h5_default())
      guard length >= 0 else { continue }
      var bytes = [CChar](repeating: 0, count: length + 1)
      let read = H5Aget_name_by_idx(
        object, ".", index, H5_ITER_INC, position, &bytes, length + 1, capi_h5_default())
      guard read == length else { continue }
      guard let name = Transfer.name(bytes, length: length) else {
        throw handle.location.error(.damaged, "the name of attribute \(position) is not UTF-8")
      }
      return name
    }
    throw handle.location.failure("the name of attribute \(position) could not be read")
  }
}
