/// Which plugin a run was made with.
public struct PluginRecord: Sendable, Equatable {
  public let name: String
  public let version: String
  /// Absolute path of the library; empty for a plugin that is compiled in.
  public let path: String
  /// Of the library, in hexadecimal; empty for a plugin that is compiled in.
  public let sha256: String

  public init(name: String, version: String, path: String = "", sha256: String = "") {
    self.name = name
    self.version = version
    self.path = path
    self.sha256 = sha256
  }
}
