internal import Foundation

/// The checksum of zip archives, eight bytes at a time.
enum CRC32 {
  private static let tables: [[UInt32]] = {
    var tables = [[UInt32]](repeating: [UInt32](repeating: 0, count: 256), count: 8)
    for index in 0..<256 {
      var value = UInt32(index)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
      tables[0][index] = value
    }
    for step in 1..<8 {
      for index in 0..<256 {
        let value = tables[step - 1][index]
        tables[step][index] = value >> 8 ^ tables[0][Int(value & 0xFF)]
      }
    }
    return tables
  }()

  static func checksum(of data: Data) -> UInt32 {
    let flat = tables.flatMap { $0 }
    return flat.withUnsafeBufferPointer { table in
      data.withUnsafeBytes { bytes in
        var value: UInt32 = 0xFFFF_FFFF
        var place = 0
        while place + 8 <= bytes.count {
          let word =
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            ^ UInt64(value)
          value = 0
          for step in 0..<8 {
            value ^= table[(7 - step) << 8 | Int(word >> UInt64(8 * step) & 0xFF)]
          }
          place += 8
        }
        while place < bytes.count {
          value = value >> 8 ^ table[Int((value ^ UInt32(bytes[place])) & 0xFF)]
          place += 1
        }
        return ~value
      }
    }
  }
}
