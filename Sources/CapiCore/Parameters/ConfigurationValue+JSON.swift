extension ConfigurationValue {
  /// The canonical JSON text: keys sorted by their UTF-8 bytes, no spaces, the shortest doubles
  /// that read back exactly, always with a point or an exponent.
  ///
  /// The text is stable over versions of the program: identities are hashes of it.
  public var canonicalJSON: String {
    var text = ""
    write(to: &text, sorted: true, indentation: nil)
    return text
  }

  /// JSON for people: keys in declared order, two spaces a level, short lists on one line.
  public var prettyJSON: String {
    var text = ""
    write(to: &text, sorted: false, indentation: 0)
    return text
  }

  private func write(to text: inout String, sorted: Bool, indentation: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .double(let value): text += Self.number(value)
    case .string(let value): text += Self.quoted(value)
    case .array(let elements):
      let isShort = elements.allSatisfy(\.isLeaf)
      Self.write(
        elements, between: ("[", "]"), to: &text, indentation: isShort ? nil : indentation,
        separator: isShort && indentation != nil ? ", " : ","
      ) { element, text, inner in
        element.write(to: &text, sorted: sorted, indentation: inner)
      }
    case .object(let members):
      let ordered =
        sorted
        ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
      Self.write(
        ordered, between: ("{", "}"), to: &text, indentation: indentation, separator: ","
      ) { member, text, inner in
        text += Self.quoted(member.key)
        text += indentation == nil ? ":" : ": "
        member.value.write(to: &text, sorted: sorted, indentation: inner)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between brackets: (String, String), to text: inout String,
    indentation: Int?, separator: String, each: (Element, inout String, Int?) -> Void
  ) {
    text += brackets.0
    let inner = indentation.map { $0 + 1 }
    for (place, element) in elements.enumerated() {
      if place > 0 { text += separator }
      if let inner { text += "\n" + String(repeating: "  ", count: inner) }
      each(element, &text, inner)
    }
    if let indentation, !elements.isEmpty {
      text += "\n" + String(repeating: "  ", count: indentation)
    }
    text += brackets.1
  }

  private var isLeaf: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  /// Swift's shortest description that reads back exactly; −0 is written as 0.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    return value == 0 ? "0.0" : value.description
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
