/// A YAML scalar: its text, and whether it may be read as something else than text.
public struct Scalar: Sendable, Hashable {
  /// The text without quotes and escapes.
  public var text: String
  /// Written without quotes: the core schema decides what it is. Quoted scalars are texts.
  public var isPlain: Bool

  /// A scalar as written.
  public init(text: String, isPlain: Bool) {
    self.text = text
    self.isPlain = isPlain
  }

  /// The value by YAML 1.2's core schema.
  public var value: ScalarValue { isPlain ? CoreSchema.resolve(text) : .string(text) }

  /// How a message names the scalar: numbers bare, texts quoted, long texts cut.
  public var summary: String {
    switch value {
    case .null: return "nothing"
    case .bool, .int, .double: return text
    case .string:
      let shown = text.count > 40 ? "\(text.prefix(40))…" : text
      return "the text '\(shown)'"
    }
  }
}
