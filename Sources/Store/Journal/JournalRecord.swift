/// One record of a journal: what is in the file, before it is understood.
///
/// Little endian: magic (4 bytes), length of the payload (uint32), type (uint16), 0 (uint16), attempt
/// (uint32), sequence number (uint64), step (int64), payload, CRC-32C of all that (uint32).
public struct JournalRecord: Sendable, Equatable {
  /// First bytes of every record: "CJR1".
  package static let magic: [UInt8] = [0x43, 0x4A, 0x52, 0x31]
  /// Bytes before the payload.
  package static let headerBytes = 32
  /// Bytes beside the payload.
  package static let overhead = headerBytes + 4
  /// No payload is longer; a length beyond it is damage.
  package static let longestPayload = 1 << 30

  /// The number of the record's type; see ``JournalEntry``.
  public var type: UInt16
  /// Which start of the run wrote it, from 0.
  public var attempt: UInt32
  /// Position among all records of the run, from 1, over all generations.
  public var sequence: UInt64
  /// The step that it belongs to; -1 where none.
  public var step: Int64
  public var payload: [UInt8]

  package init(type: UInt16, attempt: UInt32, sequence: UInt64, step: Int64, payload: [UInt8]) {
    self.type = type
    self.attempt = attempt
    self.sequence = sequence
    self.step = step
    self.payload = payload
  }

  /// The record as it stands in the file.
  package var encoded: [UInt8] {
    var writer = ByteWriter()
    Self.begin(
      &writer, length: payload.count, type: type, attempt: attempt, sequence: sequence, step: step)
    writer.append(payload)
    Self.finish(&writer)
    return writer.bytes
  }

  static func begin(
    _ writer: inout ByteWriter, length: Int, type: UInt16, attempt: UInt32, sequence: UInt64,
    step: Int64
  ) {
    writer.append(magic)
    writer.integer(UInt32(length))
    writer.integer(type)
    writer.integer(UInt16(0))
    writer.integer(attempt)
    writer.integer(sequence)
    writer.integer(step)
  }

  static func finish(_ writer: inout ByteWriter) {
    writer.integer(CRC32C.checksum(writer.bytes))
  }

  /// The record at an offset and the bytes it takes; nil when no whole and undamaged one is there.
  static func read(_ bytes: [UInt8], at offset: Int) -> (record: JournalRecord, bytes: Int)? {
    guard bytes.count - offset >= overhead, bytes[offset..<(offset + 4)].elementsEqual(magic)
    else { return nil }
    return bytes.withUnsafeBytes { buffer in
      func load<Value: FixedWidthInteger>(_ place: Int, _ type: Value.Type) -> Value {
        Value(littleEndian: buffer.loadUnaligned(fromByteOffset: offset + place, as: type))
      }
      let length = Int(load(4, UInt32.self))
      guard length <= longestPayload, bytes.count - offset - overhead >= length else { return nil }
      let end = offset + headerBytes + length
      let checksum = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: buffer[offset..<end]))
      guard load(headerBytes + length, UInt32.self) == checksum, load(10, UInt16.self) == 0
      else { return nil }
      let record = JournalRecord(
        type: load(8, UInt16.self), attempt: load(12, UInt32.self),
        sequence: load(16, UInt64.self), step: load(24, Int64.self),
        payload: Array(bytes[(offset + headerBytes)..<end]))
      return (record, overhead + length)
    }
  }
}
