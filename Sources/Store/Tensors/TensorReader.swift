internal import HDF5

/// Reads all arrays and attributes of a file.
struct TensorReader {
  /// True for files of other programs: types are widened instead of refused.
  let isForeign: Bool

  func read(_ root: Group) throws(HDF5Error) -> TensorFile {
    var file = TensorFile()
    try readAttributes(root.attributes, of: "/", into: &file)
    if !isForeign {
      file.attributes.removeAll { TensorFile.reservedAttributes.contains($0.name) }
    }
    try read(root, depth: 0, into: &file)
    return file
  }

  private func read(_ group: Group, depth: Int, into file: inout TensorFile) throws(HDF5Error) {
    // Hard links can make circles, which no writer of arrays means.
    guard depth < 64 else {
      throw error(group.path, .damaged, "its groups lie more than 64 deep, or in a circle")
    }
    for child in try group.children() {
      switch child.kind {
      case .group:
        let below = try group.group(child.name)
        try readAttributes(below.attributes, of: below.path, into: &file)
        try read(below, depth: depth + 1, into: &file)
      case .dataset:
        let dataset = try group.dataset(child.name)
        let shape = try dataset.shape()
        file.arrays.append(
          NamedArray(dataset.path, shape: shape, values: try values(of: dataset)))
        try readAttributes(dataset.attributes, of: dataset.path, into: &file)
      case .externalLink, .other:
        throw error(
          "\(group.path == "/" ? "" : group.path)/\(child.name)", .mismatch,
          "it is a link or a named type; a file of tensors has groups and arrays only")
      }
    }
  }

  private func values(of dataset: Dataset) throws(HDF5Error) -> ArrayValues {
    let stored = try dataset.storedType()
    switch stored {
    case .float(bits: 32): return .float32(try dataset.read())
    case .float(bits: 64): return .float64(try dataset.read())
    case .integer(bits: 64, signed: true): return .int64(try dataset.read())
    case .integer(bits: 8, signed: false): return .uint8(try dataset.read())
    case .float(bits: 16) where isForeign: return .float32(try dataset.read())
    case .integer(let bits, let signed) where isForeign && (bits < 64 || signed):
      return .int64(try dataset.read())
    default:
      throw error(
        dataset.path, .mismatch,
        "it holds \(stored); a file of tensors holds float32, float64, int64 and uint8")
    }
  }

  private func readAttributes(
    _ attributes: Attributes, of object: String, into file: inout TensorFile
  ) throws(HDF5Error) {
    for name in try attributes.names() {
      let attribute = try attributes.attribute(name)
      guard let value = try value(of: attribute) else {
        throw error(
          "\(object) @\(name)", .mismatch,
          "it holds \(attribute.storedType), which is neither text, an integer nor a number")
      }
      file.attributes.append(TensorAttribute(name, value, of: object))
    }
  }

  private func value(of attribute: Attribute) throws(HDF5Error) -> TensorAttribute.Value? {
    let isSingle = attribute.shape.isEmpty
    switch attribute.storedType {
    case .text:
      return isSingle ? .text(try attribute.text()) : .texts(try attribute.texts())
    case .integer(let bits, let signed) where bits < 64 || signed:
      return isSingle ? .integer(try attribute.value()) : .integers(try attribute.values())
    case .float:
      return isSingle ? .number(try attribute.value()) : .numbers(try attribute.values())
    default: return nil
    }
  }

  private func error(
    _ object: String, _ code: HDF5Error.Code, _ reason: String
  ) -> HDF5Error {
    HDF5Error(code: code, file: "", object: object, reason: reason)
  }
}
