internal import CHDF5

extension Attributes {
  /// Sets an attribute to one number.
  public func set<E: Element>(_ name: String, _ value: E) throws(HDF5Error) {
    try set(name, numbers: [value], shape: [])
  }

  /// Sets an attribute to a list of numbers.
  public func set<E: Element>(_ name: String, _ values: [E]) throws(HDF5Error) {
    try set(name, numbers: values, shape: [values.count])
  }

  /// Sets an attribute to a text.
  public func set(_ name: String, _ text: String) throws(HDF5Error) {
    try set(name, texts: [text], shape: [])
  }

  /// Sets an attribute to a list of texts.
  public func set(_ name: String, _ texts: [String]) throws(HDF5Error) {
    try set(name, texts: texts, shape: [texts.count])
  }

  private func set<E: Element>(
    _ name: String, numbers: [E], shape: [Int]
  ) throws(HDF5Error) {
    let location = handle.location.attribute(name)
    try create(
      name, type: { E.elementType.makeFileType() }, shape: shape
    ) { (attribute) throws(HDF5Error) in
      try Handle.scoped(
        E.elementType.makeMemoryType(), at: location, orThrow: "no memory type for the values"
      ) { (type) throws(HDF5Error) in
        let status = numbers.withUnsafeBytes { H5Awrite(attribute, type, $0.baseAddress) }
        try location.check(status, "the values could not be written")
      }
    }
  }

  private func set(_ name: String, texts: [String], shape: [Int]) throws(HDF5Error) {
    let location = handle.location.attribute(name)
    try create(
      name, type: { Transfer.makeTextType() }, shape: shape
    ) { (attribute) throws(HDF5Error) in
      try Handle.scoped(
        Transfer.makeTextType(), at: location, orThrow: "no memory type for the text"
      ) { (type) throws(HDF5Error) in
        try Transfer.withCStrings(texts, at: location) { (pointer) throws(HDF5Error) in
          try location.check(H5Awrite(attribute, type, pointer), "the text could not be written")
        }
      }
    }
  }

  /// Makes the attribute and fills it; a list without entries is left without values.
  private func create(
    _ name: String, type makeType: () -> hid_t, shape: [Int],
    fill: (hid_t) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    let location = handle.location.attribute(name)
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw location.error(.invalidValue, "an attribute needs a name without NUL characters")
    }
    try handle.use { (object) throws(HDF5Error) in
      try Handle.scoped(
        makeType(), at: location, orThrow: "no file type for the values"
      ) { (type) throws(HDF5Error) in
        try Handle.scoped(
          Transfer.makeSpace(shape), at: location, orThrow: "no dataspace of shape \(shape)"
        ) { (space) throws(HDF5Error) in
          let none = capi_h5_default()
          try Handle.scoped(
            H5Acreate2(object, name, type, space, none, none), at: location,
            orThrow: "the attribute could not be made"
          ) { (attribute) throws(HDF5Error) in
            if shape != [0] { try fill(attribute) }
          }
        }
      }
    }
  }
}
