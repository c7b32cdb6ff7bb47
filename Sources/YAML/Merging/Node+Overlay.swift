extension Node {
  /// This tree changed by another: mappings merge key by key, everything else is replaced.
  ///
  /// - A mapping whose `name` differs from the one below replaces it whole: another component
  ///   starts from its own defaults.
  /// - A mapping without `name` over a bare text merges with `{name: text}`.
  /// - A mapping of whole numbers over a list changes the elements at these indices (from 0).
  ///
  /// Nodes keep their own locations. An index outside a list is reported.
  public func overlaid(
    by overlay: Node, at path: KeyPathText = .root, rules: MergeRules = .none,
    into collector: inout DiagnosticCollector
  ) -> Node {
    guard let changes = overlay.mapping, !changes.entries.isEmpty else {
      return overlay.mapping != nil && mapping != nil ? self : overlay
    }
    if let elements = sequence, changes.keys.allSatisfy({ Int($0) != nil }) {
      return changed(elements, by: changes, at: path, rules: rules, into: &collector)
    }
    guard var result = named(at: path)?.mapping else { return overlay }
    if let name = changes["name"]?.scalar?.text {
      let nameBelow = result["name"]?.scalar?.text ?? rules.impliedNames[path]
      if let nameBelow, nameBelow != name { return overlay }
    }
    for entry in changes.entries {
      var entry = entry
      if let below = result[entry.key] {
        entry.value = below.overlaid(
          by: entry.value, at: path.appending(entry.key), rules: rules, into: &collector)
      }
      result.set(entry)
    }
    return Node(.mapping(result), at: location)
  }

  /// The mapping itself, or `{name: text}` for a bare text below the root.
  private func named(at path: KeyPathText) -> Node? {
    if mapping != nil { return self }
    guard case .string = scalar?.value, !path.components.isEmpty else { return nil }
    return .nested(KeyPathText(["name"]), self)
  }

  private func changed(
    _ elements: [Node], by changes: Mapping, at path: KeyPathText, rules: MergeRules,
    into collector: inout DiagnosticCollector
  ) -> Node {
    var elements = elements
    for entry in changes.entries {
      let place = path.appending(entry.key)
      if let index = Int(entry.key), elements.indices.contains(index) {
        elements[index] = elements[index].overlaid(
          by: entry.value, at: place, rules: rules, into: &collector)
      } else {
        let range = elements.isEmpty ? "it is empty" : "its indices are 0…\(elements.count - 1)"
        collector.report(
          at: entry.keyLocation, path: place, "the list has no element \(entry.key); \(range)")
      }
    }
    return Node(.sequence(elements), at: location)
  }
}
