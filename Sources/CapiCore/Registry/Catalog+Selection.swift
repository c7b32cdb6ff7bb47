public import YAML

/// Reads a component's parameters from its mapping.
typealias ParameterDecoder =
  @Sendable (Node?, KeyPathText, inout DiagnosticCollector) -> any ParameterSet

extension Catalog: AnyCatalog {
  public var descriptions: [ComponentDescription] { order.compactMap { entries[$0]?.description } }

  public func select(
    _ node: Node?, at path: KeyPathText, defaultName: String?, sectionLocation: Location,
    into collector: inout DiagnosticCollector
  ) -> ComponentSelection? {
    var parameters = node
    var name = defaultName
    var nameLocation = node?.location ?? sectionLocation
    var namePath = path
    if let node, !node.isNull {
      if let nameNode = node["name"] {
        (nameLocation, namePath) = (nameNode.location, path.appending("name"))
        name = String.decode(nameNode, at: namePath, into: &collector)
        if name == nil { return nil }
      } else if node.scalar != nil {
        name = String.decode(node, at: path, into: &collector)
        if name == nil { return nil }
        parameters = nil
      } else if node.mapping == nil {
        collector.report(
          at: node.location, path: path,
          "expected the name of a \(kind.rawValue) or a mapping with 'name', found \(node.summary)")
        return nil
      }
    }
    guard let name else {
      let what = node?.mapping == nil ? "'\(path)' is missing" : "'name' is missing"
      collector.report(
        at: nameLocation, path: path,
        "\(what): choose a \(kind.rawValue); known: \(order.joined(separator: ", "))")
      return nil
    }
    guard let entry = entries[name] else {
      collector.report(
        at: nameLocation, path: namePath,
        "unknown \(kind.rawValue) '\(name)'\(NameSuggestion.hint(for: name, among: order))")
      return nil
    }
    return ComponentSelection(
      kind: kind, name: name, version: entry.description.version,
      parameters: entry.decode(parameters, path, &collector))
  }

  public func check(_ selection: ComponentSelection, _ shapes: ExperimentShapes)
    -> [ParameterIssue]
  { entries[selection.name]?.check(selection.parameters, shapes) ?? [] }

  public func maskedTokens(_ selection: ComponentSelection, of tokens: Int) -> Int? {
    entries[selection.name]?.maskedTokens(selection.parameters, tokens)
  }
}
