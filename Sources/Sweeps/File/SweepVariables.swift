internal import CapiCore
internal import YAML

/// What `${NAME}` stands for in a sweep file: values that differ from machine to machine, such as
/// the folder of a data set.
struct SweepVariables {
  /// Name, and the value given; nil where the file only declares it.
  private(set) var values: [String: Node?] = [:]
  private(set) var names: [String] = []

  /// Reads `variables:`. A later mapping's values take the place of an earlier one's.
  mutating func read(_ node: Node?, into collector: inout DiagnosticCollector) {
    guard let node, !node.isNull else { return }
    let path = KeyPathText(["variables"])
    guard let mapping = node.mapping else {
      collector.report(
        at: node.location, path: path,
        "expected a mapping from names to values, found \(node.summary)")
      return
    }
    for entry in mapping.entries {
      guard Self.isName(entry.key) else {
        collector.report(
          at: entry.keyLocation, path: path.appending(entry.key),
          "a variable's name has letters, digits and '_' only")
        continue
      }
      if values[entry.key] == nil { names.append(entry.key) }
      if entry.value.isNull, values[entry.key] != nil { continue }
      values[entry.key] = .some(entry.value.isNull ? nil : entry.value)
    }
  }

  func isDeclared(_ name: String) -> Bool { values[name] != nil }

  func isGiven(_ name: String) -> Bool { (values[name] ?? nil) != nil }

  /// The tree with every `${NAME}` replaced. A text that is nothing but `${NAME}` becomes the
  /// value itself, whatever it is.
  ///
  /// - Parameter missing: gets the names that are declared and not given.
  func substituted(
    _ node: Node, at path: KeyPathText, missing: inout [String],
    into collector: inout DiagnosticCollector
  ) -> Node {
    switch node.content {
    case .scalar(let scalar):
      guard scalar.text.contains("${") else { return node }
      return substituted(scalar, node, at: path, missing: &missing, into: &collector)
    case .sequence(let nodes):
      var changed: [Node] = []
      for (index, element) in nodes.enumerated() {
        changed.append(
          substituted(element, at: path.appending(index), missing: &missing, into: &collector))
      }
      return Node(.sequence(changed), at: node.location)
    case .mapping(let mapping):
      var changed = Mapping()
      for var entry in mapping.entries {
        entry.value = substituted(
          entry.value, at: path.appending(entry.key), missing: &missing, into: &collector)
        changed.set(entry)
      }
      return Node(.mapping(changed), at: node.location)
    }
  }

  private func substituted(
    _ scalar: Scalar, _ node: Node, at path: KeyPathText, missing: inout [String],
    into collector: inout DiagnosticCollector
  ) -> Node {
    var text = ""
    var rest = scalar.text[...]
    while let start = rest.firstRange(of: "${") {
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        collector.report(
          at: node.location, path: path, "'${' without '}'; write ${NAME} for a variable")
        return node
      }
      let name = String(rest[start.upperBound..<end])
      guard let declared = values[name] else {
        collector.report(
          at: node.location, path: path,
          "unknown variable '\(name)'\(NameSuggestion.hint(for: name, among: names))")
        return node
      }
      guard let value = declared else {
        if !missing.contains(name) { missing.append(name) }
        return node
      }
      if scalar.text == "${\(name)}" { return Node(value.content, at: node.location) }
      text += String(rest[..<start.lowerBound]) + NodeText.flow(value)
      rest = rest[rest.index(after: end)...]
    }
    return Node.text(text + rest, at: node.location)
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
