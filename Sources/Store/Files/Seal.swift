internal import Crypto

/// The last 48 bytes of a sealed file: a mark, the length of what is before it, and a SHA-256.
///
/// HDF5 readers look only as far as the file says it goes, so these bytes do not disturb them.
/// With them a file that was cut short or changed anywhere is recognised before libhdf5, which
/// does not survive every damaged file, sees any of it.
package enum Seal {
  static let mark = Array("CAPISEAL".utf8)
  package static let byteCount = 8 + 8 + 32

  /// The bytes with their seal.
  package static func seal(_ image: [UInt8]) -> [UInt8] {
    var sealed = image
    sealed.reserveCapacity(image.count + byteCount)
    sealed += mark
    sealed += (0..<8).map { UInt8(truncatingIfNeeded: image.count >> ($0 * 8)) }
    sealed += Array(SHA256.hash(data: sealed))
    return sealed
  }

  /// The bytes before the seal, once it has been found right.
  static func open(_ bytes: [UInt8], path: String) throws(StoreError) -> [UInt8] {
    guard bytes.count > byteCount else {
      throw StoreError(
        .damaged, path: path, reason: "is cut short: it has \(bytes.count) bytes and no seal")
    }
    let length = bytes.count - byteCount
    let stated = bytes[(length + 8)..<(length + 16)].reversed().reduce(into: UInt64(0)) {
      $0 = $0 << 8 | UInt64($1)
    }
    guard bytes[length..<(length + 8)].elementsEqual(mark), stated == UInt64(length) else {
      throw StoreError(
        .damaged, path: path,
        reason: "has no seal at its end: it was cut short, or another program changed it")
    }
    let digest = SHA256.hash(data: bytes[..<(bytes.count - 32)])
    guard digest.elementsEqual(bytes[(bytes.count - 32)...]) else {
      throw StoreError(
        .damaged, path: path,
        reason: "does not match its seal: its bytes changed after it was written")
    }
    return Array(bytes[..<length])
  }
}
