/// The checksum of an image's bytes: two sums over its words of 64 bits, little endian, modulo 2⁶⁴.
///
/// With words w₀ … wₙ₋₁ (the last filled up with zero bytes), `sum` is Σ wᵢ and `weighted` is
/// Σ (n − i) wᵢ: Fletcher's checksum with the modulus of the machine. Any change of one word changes
/// the first sum, and words that trade places change the second. It runs at the speed of memory,
/// which a CRC in software does not.
struct WordSums: Sendable, Equatable {
  var sum: UInt64 = 0
  var weighted: UInt64 = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    let whole = bytes.count / 8
    for index in 0..<whole {
      add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)))
    }
    guard whole * 8 < bytes.count else { return }
    var last: UInt64 = 0
    for index in (whole * 8)..<bytes.count {
      last |= UInt64(bytes[index]) << UInt64(8 * (index - whole * 8))
    }
    add(last)
  }

  private mutating func add(_ word: UInt64) {
    sum &+= word
    weighted &+= sum
  }
}
