internal import HDF5

/// Reading that accepts only what the store writes.
extension Group {
  /// A list of numbers of exactly this type.
  func list<E: Element>(_ name: String, _ element: E.Type = E.self) throws(HDF5Error) -> [E] {
    try dataset(name).list(element)
  }

  /// A list of texts.
  func texts(_ name: String) throws(HDF5Error) -> [String] {
    let dataset = try dataset(name)
    try dataset.requireList()
    return try dataset.readTexts()
  }

  /// A single text.
  func text(_ name: String) throws(HDF5Error) -> String {
    try dataset(name).readText()
  }

  /// An error unless columns of a table have `count` rows each.
  func requireRows(_ count: Int, _ columns: [(name: String, count: Int)]) throws(HDF5Error) {
    for column in columns where column.count != count {
      throw HDF5Error(
        code: .damaged, file: "", object: "\(path)/\(column.name)",
        reason: "it has \(column.count) rows where the table has \(count)")
    }
  }

  /// Text that names one case of an enumeration.
  func oneOf<Choice: RawRepresentable & CaseIterable>(
    _ text: String, _ choice: Choice.Type, in column: String
  ) throws(HDF5Error) -> Choice where Choice.RawValue == String {
    guard let value = Choice(rawValue: text) else {
      let object = column.hasPrefix("@") ? "\(path) \(column)" : "\(path)/\(column)"
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw HDF5Error(
        code: .damaged, file: "", object: object,
        reason: "it says \"\(text)\", which is none of: \(known)")
    }
    return value
  }
}

extension Dataset {
  /// A list of numbers of exactly this type.
  func list<E: Element>(_ element: E.Type) throws(HDF5Error) -> [E] {
    let stored = try storedType()
    guard stored == E.elementType.storedType else {
      throw mismatch("it holds \(stored) where the schema has \(E.elementType.rawValue)")
    }
    try requireList()
    return try read(element)
  }

  func requireList() throws(HDF5Error) {
    let shape = try shape()
    guard shape.count == 1 else {
      throw mismatch("it has the shape \(shape) where the schema has a list")
    }
  }

  func mismatch(_ reason: String) -> HDF5Error {
    HDF5Error(code: .mismatch, file: "", object: path, reason: reason)
  }
}
