internal import CapiCore
package import YAML

/// Trees as text: short for labels, JSON for tables, YAML for files.
package enum NodeText {
  /// One line for labels: `direct`, `[1, 2]`, `{name: direct, distance: huber}`.
  package static func flow(_ node: Node) -> String {
    switch node.content {
    case .scalar(let scalar): scalar.text.isEmpty ? "null" : scalar.text
    case .sequence(let nodes): "[" + nodes.map(flow).joined(separator: ", ") + "]"
    case .mapping(let mapping):
      "{" + mapping.entries.map { "\($0.key): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// Canonical JSON.
  package static func json(_ node: Node) -> String { value(node).canonicalJSON }

  private static func value(_ node: Node) -> ConfigurationValue {
    switch node.content {
    case .scalar(let scalar):
      switch scalar.value {
      case .null: .null
      case .bool(let value): .bool(value)
      case .int(let value): .int(value)
      case .double(let value): value.isFinite ? .double(value) : .string(scalar.text)
      case .string(let value): .string(value)
      }
    case .sequence(let nodes): .array(nodes.map(value))
    case .mapping(let mapping):
      .object(mapping.entries.map { .init($0.key, value($0.value)) })
    }
  }

  /// A block of YAML that reads back as an equal tree, whatever the texts in it hold.
  package static func yaml(_ node: Node) -> String {
    var lines: [String] = []
    append(node, indent: "", lead: "", to: &lines)
    return lines.joined(separator: "\n") + "\n"
  }

  /// `lead` is what stands before the node on its first line: a key or a dash.
  private static func append(
    _ node: Node, indent: String, lead: String, to lines: inout [String]
  ) {
    func line(_ text: String) {
      lines.append(lead.isEmpty ? indent + text : "\(indent)\(lead) \(text)")
    }
    let inner = lead.isEmpty ? indent : indent + "  "
    switch node.content {
    case .scalar(let scalar): line(text(scalar))
    case .sequence(let nodes):
      if nodes.isEmpty { return line("[]") }
      if !lead.isEmpty { lines.append(indent + lead) }
      for element in nodes { append(element, indent: inner, lead: "-", to: &lines) }
    case .mapping(let mapping):
      if mapping.entries.isEmpty { return line("{}") }
      if !lead.isEmpty { lines.append(indent + lead) }
      for entry in mapping.entries {
        append(entry.value, indent: inner, lead: key(entry.key) + ":", to: &lines)
      }
    }
  }

  /// Texts are always quoted: no text can then be taken for something else. JSON's escapes are
  /// YAML's as well.
  private static func text(_ scalar: Scalar) -> String {
    switch scalar.value {
    case .null: "null"
    case .string(let text): ConfigurationValue.string(text).canonicalJSON
    case .bool, .int, .double: scalar.text
    }
  }

  private static func key(_ key: String) -> String {
    let isWord = key.utf8.allSatisfy {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "_") == $0
    }
    return isWord && !key.isEmpty && reservedWords.contains(key) == false
      ? key : ConfigurationValue.string(key).canonicalJSON
  }

  /// Words that readers of older YAML take for booleans or for nothing.
  private static let reservedWords: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n",
  ]
}
