internal import Crypto
internal import Foundation

/// Hashes as the store writes them.
public enum Digest {
  /// SHA-256 as 64 lower-case hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String { text(SHA256.hash(data: bytes)) }

  /// SHA-256 of a file, read piece by piece.
  ///
  /// - Throws: ``StoreError`` with code `missing` or `system` when it cannot be read.
  public static func sha256(file path: String) throws(StoreError) -> String {
    try AtomicFile.requireFile(path)
    var hash = SHA256()
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      while let piece = try file.read(upToCount: 1 << 22), !piece.isEmpty {
        hash.update(data: piece)
      }
    } catch {
      throw StoreError(
        .system(EIO), path: path, reason: "cannot be read: \(error.localizedDescription)")
    }
    return text(hash.finalize())
  }

  private static func text(_ hash: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in hash {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
