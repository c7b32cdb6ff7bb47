/// CRC-32C (Castagnoli), the checksum of journal records: polynomial 0x1EDC6F41, reflected, as in
/// RFC 3720. Eight bytes at a time by table, the same on every processor.
package enum CRC32C {
  /// 8 tables of 256: entry `[t][b]` is the remainder of byte `b` followed by `t` zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var remainder = UInt32(byte)
      for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0x82F6_3B78 : 0) }
      tables[byte] = remainder
    }
    for position in 256..<(8 * 256) {
      let before = tables[position - 256]
      tables[position] = before >> 8 ^ tables[Int(before & 255)]
    }
    return tables
  }()

  /// The checksum of bytes.
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let done = bytes.withContiguousStorageIfAvailable { checksum(UnsafeRawBufferPointer($0)) }
    return done ?? Array(bytes).withUnsafeBytes { checksum($0) }
  }

  /// The checksum of bytes in memory.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
      var value: UInt32 = .max
      var index = 0
      while index + 8 <= bytes.count {
        let low = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
        let high = UInt32(
          littleEndian: bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self))
        let mixed = low ^ value
        value =
          tables[7 * 256 + Int(mixed & 255)] ^ tables[6 * 256 + Int(mixed >> 8 & 255)]
          ^ tables[5 * 256 + Int(mixed >> 16 & 255)] ^ tables[4 * 256 + Int(mixed >> 24)]
        value ^=
          tables[3 * 256 + Int(high & 255)] ^ tables[2 * 256 + Int(high >> 8 & 255)]
          ^ tables[256 + Int(high >> 16 & 255)] ^ tables[Int(high >> 24)]
        index += 8
      }
      while index < bytes.count {
        value = value >> 8 ^ tables[Int((value ^ UInt32(bytes[index])) & 255)]
        index += 1
      }
      return ~value
    }
  }
}
