/// The tags of the core schema; all others are refused.
enum CoreTags {
  static let sequence = prefix + "seq"
  static let mapping = prefix + "map"
  private static let prefix = "tag:yaml.org,2002:"

  /// The scalar read as its tag demands, or nil if it cannot be.
  static func apply(_ tag: String, to scalar: Scalar) -> Scalar? {
    if tag == "!" || tag == prefix + "str" { return Scalar(text: scalar.text, isPlain: false) }
    let plain = Scalar(text: scalar.text, isPlain: true)
    switch (tag, plain.value) {
    case (prefix + "null", .null), (prefix + "bool", .bool), (prefix + "int", .int),
      (prefix + "float", .double):
      return plain
    case (prefix + "float", .int(let value)):
      return Scalar(text: "\(Double(value))", isPlain: true)
    default: return nil
    }
  }
}
