/// A file that was written, for an ``Artifact``.
public struct WrittenFile: Sendable, Equatable {
  public var path: String
  /// Size in bytes.
  public var bytes: Int64
  /// SHA-256 of the whole file, 64 hexadecimal digits.
  public var sha256: String
}
