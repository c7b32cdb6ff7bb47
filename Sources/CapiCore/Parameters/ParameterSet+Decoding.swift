public import YAML

extension ParameterSet {
  /// Reads the set from a mapping; whatever is wrong is reported and keeps its default.
  ///
  /// No node, or an empty value, gives `initial`. `path` and `subject` are for messages;
  /// `otherKeys` are keys of the mapping that somebody else reads.
  public static func decode(
    _ node: Node?, at path: KeyPathText, of subject: ParameterSubject, otherKeys: [String] = [],
    startingFrom initial: Self = Self(), into collector: inout DiagnosticCollector
  ) -> Self {
    var result = initial
    guard let node, !node.isNull else { return result }
    guard let mapping = node.mapping else {
      collector.report(
        at: node.location, path: path, "expected a mapping, found \(node.summary)")
      return result
    }
    let declared = Self.fields
    let fields = Dictionary(
      declared.map { ($0.description.name, $0) }, uniquingKeysWith: { first, _ in first })
    let known = declared.map(\.description.name)
    for entry in mapping.entries where !otherKeys.contains(entry.key) {
      let place = path.appending(entry.key)
      if let field = fields[entry.key] {
        field.decode(entry.value, place, &result, &collector)
      } else {
        collector.report(
          at: entry.keyLocation, path: place,
          subject.unknownKey(entry.key, known: known + (subject.listsOtherKeys ? otherKeys : [])))
      }
    }
    return result
  }
}

/// What a set of keys belongs to, for messages about unknown ones.
public struct ParameterSubject: Sendable {
  let noun: String
  let owner: String
  let listsOtherKeys: Bool

  /// A component: "unknown parameter 'rato' of masking 'inverse-block'; did you mean …".
  public static func component(_ kind: ComponentKind, _ name: String) -> ParameterSubject {
    ParameterSubject(noun: "parameter", owner: "\(kind.rawValue) '\(name)'", listsOtherKeys: false)
  }

  /// A section of a file: "unknown key 'stps' of training; did you mean …".
  public static func section(_ name: String) -> ParameterSubject {
    ParameterSubject(noun: "key", owner: name, listsOtherKeys: true)
  }

  /// The message about a key that nobody reads.
  public func unknownKey(_ key: String, known: [String]) -> String {
    known.isEmpty
      ? "unknown \(noun) '\(key)': \(owner) takes none"
      : "unknown \(noun) '\(key)' of \(owner)\(NameSuggestion.hint(for: key, among: known))"
  }
}
