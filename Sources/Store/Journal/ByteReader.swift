/// Reads what ``ByteWriter`` wrote; never beyond the end, whatever the bytes say.
struct ByteReader {
  /// Why bytes are not what they should be.
  struct Fault: Error, Equatable {
    let reason: String
  }

  private let bytes: ArraySlice<UInt8>
  private var index: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - index }

  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self
  ) throws(Fault) -> Value {
    let size = MemoryLayout<Value>.size
    guard remaining >= size else { throw Fault(reason: "it ends in the middle of a number") }
    let value = bytes.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: index - bytes.startIndex, as: Value.self)
    }
    index += size
    return Value(littleEndian: value)
  }

  mutating func double() throws(Fault) -> Double { Double(bitPattern: try integer()) }

  mutating func text() throws(Fault) -> String {
    let count = Int(try integer(UInt32.self))
    guard remaining >= count else { throw Fault(reason: "it ends in the middle of a text") }
    defer { index += count }
    guard let text = String(validating: bytes[index..<(index + count)], as: UTF8.self) else {
      throw Fault(reason: "it holds a text that is not UTF-8")
    }
    return text
  }

  /// - Parameter least: bytes that an element takes at least; a longer list cannot be.
  mutating func list<Element>(
    least: Int, _ read: (inout ByteReader) throws(Fault) -> Element
  ) throws(Fault) -> [Element] {
    let count = Int(try integer(UInt32.self))
    guard count <= remaining / max(1, least) else {
      throw Fault(reason: "it ends in the middle of a list")
    }
    var values: [Element] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }

  mutating func texts() throws(Fault) -> [String] {
    try list(least: 4) { (reader) throws(Fault) in try reader.text() }
  }

  /// A case of an enumeration by its name.
  mutating func choice<Choice: RawRepresentable<String>>(
    _ type: Choice.Type = Choice.self
  ) throws(Fault) -> Choice {
    let name = try text()
    guard let value = Choice(rawValue: name) else {
      throw Fault(reason: "it says \"\(name)\" where only certain names can be")
    }
    return value
  }

  /// Throws unless everything was read.
  func end() throws(Fault) {
    guard remaining == 0 else { throw Fault(reason: "\(remaining) bytes of it are left over") }
  }
}
