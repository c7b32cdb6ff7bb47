/// Lays values out in the journal's order: little endian, text and lists behind their length.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  /// Forgets what was written and keeps the memory.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func integer<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// All 64 bits, so that each NaN stays the one it is.
  mutating func double(_ value: Double) { integer(value.bitPattern) }

  mutating func text(_ value: String) {
    integer(UInt32(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  mutating func list<Element>(
    _ values: [Element], _ write: (inout ByteWriter, Element) -> Void
  ) {
    integer(UInt32(values.count))
    for value in values { write(&self, value) }
  }

  mutating func texts(_ values: [String]) { list(values) { $0.text($1) } }

  mutating func append(_ other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }
}
