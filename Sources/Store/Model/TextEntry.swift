/// A key and its text. Lists of entries keep the order in which they were given.
public struct TextEntry: Sendable, Equatable, Codable {
  public var key: String
  public var text: String

  public init(_ key: String, _ text: String) {
    self.key = key
    self.text = text
  }
}

extension [TextEntry] {
  /// The text of the first entry with that key.
  public subscript(key: String) -> String? {
    first { $0.key == key }?.text
  }
}
