internal import CapiCore
internal import YAML

extension SweepFileReader {
  /// Reads `ablate:`.
  static func axes(_ node: Node?, into collector: inout DiagnosticCollector) -> [AblationAxis] {
    guard let node, !node.isNull else { return [] }
    let path = KeyPathText(["ablate"])
    guard let mapping = node.mapping else {
      collector.report(
        at: node.location, path: path,
        "expected a mapping from axes to lists of values, found \(node.summary)")
      return []
    }
    return mapping.entries.compactMap { axis($0, below: path, into: &collector) }
  }

  private static func axis(
    _ entry: Mapping.Entry, below parent: KeyPathText, into collector: inout DiagnosticCollector
  ) -> AblationAxis? {
    let path = parent.appending(entry.key)
    guard let nodes = entry.value.sequence, !nodes.isEmpty else {
      collector.report(
        at: entry.value.location, path: path,
        "expected a list of values, found \(entry.value.summary)")
      return nil
    }
    let long = nodes.filter { isLongForm($0) }
    if !long.isEmpty, long.count < nodes.count {
      let odd = nodes.first { !isLongForm($0) } ?? entry.value
      collector.report(
        at: odd.location, path: path,
        "the values of one axis are either all of the form {label: …, set: {…}} or all plain")
      return nil
    }
    if long.isEmpty, entry.key == "seed" {
      collector.report(
        at: entry.keyLocation, path: path, "seeds are no axis; write them as 'seeds: [0, 1]'")
      return nil
    }
    var values: [AblationValue] = []
    for (index, node) in nodes.enumerated() {
      let value =
        long.isEmpty
        ? plain(node, key: entry.key) : labelled(node, at: path.appending(index), into: &collector)
      guard let value else { continue }
      if values.contains(where: { $0.label == value.label }) {
        collector.report(
          at: node.location, path: path.appending(index),
          "'\(value.label)' stands twice on this axis; give each value its own label")
      }
      values.append(value)
    }
    return AblationAxis(
      name: entry.key, isKey: long.isEmpty, values: values, location: entry.keyLocation)
  }

  private static func isLongForm(_ node: Node) -> Bool {
    node["set"] != nil || node["label"] != nil
  }

  /// The short form: the axis is the key.
  private static func plain(_ node: Node, key: String) -> AblationValue {
    AblationValue(
      label: NodeText.flow(node), json: NodeText.json(node),
      settings: [Setting(KeyPathText(dotted: key), node)], location: node.location)
  }

  /// The long form: `{label: …, set: {…}}`.
  private static func labelled(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> AblationValue? {
    guard let mapping = node.mapping else { return nil }
    unknownKeys(of: mapping, at: path, known: ["label", "set"], into: &collector)
    guard let set = mapping["set"] else {
      collector.report(
        at: node.location, path: path, "'set' is missing: the keys that this value changes")
      return nil
    }
    let settings = settings(set, at: path.appending("set"), into: &collector)
    if let settings, settings.isEmpty {
      collector.report(
        at: set.location, path: path.appending("set"),
        "sets nothing; the base is part of every sweep and needs no value of its own")
    }
    guard let settings, !settings.isEmpty else { return nil }
    var label = settings.map { "\($0.path)=\(NodeText.flow($0.value))" }.joined(separator: " ")
    if let node = mapping["label"] {
      guard let text = text(node, at: path.appending("label"), into: &collector) else { return nil }
      label = text
    }
    let json = ConfigurationValue.string(label).canonicalJSON
    return AblationValue(label: label, json: json, settings: settings, location: node.location)
  }
}
