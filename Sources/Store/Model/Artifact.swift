/// A file of the run, beside `run.h5`.
public struct Artifact: Sendable, Equatable {
  /// "checkpoint", "log", "figure".
  public var kind: String
  /// Path relative to the run's folder.
  public var path: String
  /// Size in bytes.
  public var bytes: Int64
  /// SHA-256 of the file, 64 hexadecimal digits.
  public var sha256: String
  /// The step it belongs to; -1 where none.
  public var step: Int64

  public init(kind: String, path: String, bytes: Int64, sha256: String, step: Int64 = -1) {
    self.kind = kind
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.step = step
  }
}
