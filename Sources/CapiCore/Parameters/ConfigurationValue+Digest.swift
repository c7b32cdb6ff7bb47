import Crypto

extension ConfigurationValue {
  /// SHA-256 of the canonical JSON, as 64 hexadecimal digits.
  public var sha256: String {
    SHA256.hash(data: Array(canonicalJSON.utf8))
      .map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }
      .joined()
  }
}
