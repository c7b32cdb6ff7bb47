/// The configuration of a run, as written and as resolved.
public struct ConfigurationRecord: Sendable, Equatable {
  /// The resolved configuration, every default filled in, as canonical JSON.
  public var json: String
  /// The experiment file, byte for byte.
  public var yaml: String
  /// Each leaf of the resolved configuration: dotted key path and its value as JSON text.
  public var flat: [TextEntry]

  public init(json: String = "{}", yaml: String = "", flat: [TextEntry] = []) {
    self.json = json
    self.yaml = yaml
    self.flat = flat
  }

  /// SHA-256 of `json`, 64 hexadecimal digits. The reader compares it with what the file says.
  public var sha256: String {
    Digest.sha256(Array(json.utf8))
  }
}
