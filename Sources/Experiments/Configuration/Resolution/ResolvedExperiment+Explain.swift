import CapiCore
import NeuralNetworks
public import YAML

extension ResolvedExperiment {
  /// Where the value of a key comes from; for a section, one entry for each of its values.
  public func explain(_ key: String) throws(UnknownKeyError) -> [Explanation] {
    let leaves = canonical.flattened()
    let wanted = leaves.filter { $0.key == key || $0.key.hasPrefix("\(key).") }
    guard !wanted.isEmpty else {
      throw UnknownKeyError(key: key, known: leaves.map(\.key))
    }
    return wanted.map { leaf in
      Explanation(
        key: leaf.key, value: leaf.value, setBy: location(of: KeyPathText(dotted: leaf.key)),
        parameter: parameter(KeyPathText(dotted: leaf.key)))
    }
  }

  /// Who set the value at a path; nil if nobody did.
  public func location(of path: KeyPathText) -> Location? {
    if let node = document.root[path] { return node.location }
    let model = KeyPathText([ExperimentLayout.Section.model.rawValue])
    if path.parent == model, ModelSection.namedKeys.contains(path.components.last ?? ""),
      configuration.model.name.sizes != nil
    {
      return location(of: model.appending("name"))
    }
    // A component given by its bare name.
    guard path.components.last == "name", let node = document.root[path.parent],
      node.scalar != nil, !node.isNull
    else { return nil }
    return node.location
  }

  private func parameter(_ path: KeyPathText) -> ParameterDescription? {
    guard let name = path.components.last else { return nil }
    let section = path.parent.description
    let declared: [ParameterDescription]
    if section.isEmpty {
      declared = GeneralSection.descriptions
    } else if let fixed = ExperimentLayout.Section(rawValue: section) {
      declared = ExperimentLayout.parameters(of: fixed)
    } else if let used = configuration.components.first(where: { $0.path == section })?.selection {
      declared =
        catalogs[used.kind]?.descriptions.first { $0.name == used.name }?.parameters ?? []
    } else {
      declared = []
    }
    return declared.first { $0.name == name }
  }
}
