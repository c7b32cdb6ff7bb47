/// The resolution of plain scalars by YAML 1.2's core schema (section 10.3.2).
///
/// `yes`, `no`, `on` and `off` are texts here, unlike in YAML 1.1.
enum CoreSchema {
  static func resolve(_ text: String) -> ScalarValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".nan", ".NaN", ".NAN": return .double(.nan)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .double(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .double(-.infinity)
    default: break
    }
    guard let first = text.utf8.first, first < 0x3A, first > 0x2A else { return .string(text) }
    if let value = radix(text, prefix: "0x", 16) ?? radix(text, prefix: "0o", 8) { return value }
    switch shape(of: text) {
    case .integer:
      if let value = Int(text) { return .int(value) }
      return Double(text).map(ScalarValue.double) ?? .string(text)
    case .decimal: return Double(text).map(ScalarValue.double) ?? .string(text)
    case .other: return .string(text)
    }
  }

  private enum Shape { case integer, decimal, other }

  private static func radix(_ text: String, prefix: String, _ radix: Int) -> ScalarValue? {
    guard text.hasPrefix(prefix) else { return nil }
    let digits = text.dropFirst(2)
    guard let first = digits.utf8.first, first != 0x2B, first != 0x2D else { return nil }
    return Int(digits, radix: radix).map(ScalarValue.int)
  }

  /// Matches `[-+]?[0-9]+` and `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
  private static func shape(of text: String) -> Shape {
    var rest = text.utf8[...]
    func isSign(_ byte: UInt8?) -> Bool { byte == 0x2B || byte == 0x2D }
    func digits() -> Int {
      let run = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(run.count)
      return run.count
    }
    if isSign(rest.first) { rest = rest.dropFirst() }
    let whole = digits()
    if rest.isEmpty { return whole > 0 ? .integer : .other }
    var fraction = 0
    if rest.first == 0x2E {
      rest = rest.dropFirst()
      fraction = digits()
    }
    guard whole + fraction > 0 else { return .other }
    if rest.first == 0x65 || rest.first == 0x45 {
      rest = rest.dropFirst()
      if isSign(rest.first) { rest = rest.dropFirst() }
      guard digits() > 0 else { return .other }
    }
    return rest.isEmpty ? .decimal : .other
  }
}
