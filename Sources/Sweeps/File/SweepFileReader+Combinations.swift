internal import CapiCore
internal import YAML

extension SweepFileReader {
  /// Reads `zip:`: a mapping from axes to lists of the same length, or a list of such mappings.
  static func readZip(
    _ node: Node?, into parts: inout SweepParts, _ collector: inout DiagnosticCollector
  ) {
    guard let node, !node.isNull else { return }
    let path = KeyPathText(["zip"])
    let groups = node.sequence ?? [node]
    for (index, group) in groups.enumerated() {
      let place = node.sequence == nil ? path : path.appending(index)
      let axes = axes(group, at: place, parts.variables, into: &collector)
      refuseReferences(axes, in: "zip", into: &collector)
      guard let first = axes.first else { continue }
      for axis in axes where axis.values.count != first.values.count {
        collector.report(
          at: axis.location, path: place.appending(axis.name),
          "has \(axis.values.count) values and '\(first.name)' has \(first.values.count); axes "
            + "that go together need as many values each")
      }
      parts.zips.append(GridFactor(axes: axes))
    }
  }

  /// Reads `list:`: entries of the form `{label: …, set: {…}}`, or mappings of keys to values.
  static func readList(
    _ node: Node?, into parts: inout SweepParts, _ collector: inout DiagnosticCollector
  ) {
    guard let node, !node.isNull else { return }
    let path = KeyPathText(["list"])
    guard let entries = node.sequence, !entries.isEmpty else {
      collector.report(
        at: node.location, path: path,
        "expected a list of trials such as [{label: a, set: {…}}], found \(node.summary)")
      return
    }
    for (index, entry) in entries.enumerated() {
      let place = path.appending(index)
      guard let mapping = entry.mapping else {
        collector.report(
          at: entry.location, path: place,
          "expected what the trial changes, as {label: …, set: {…}} or as keys with values, found "
            + entry.summary)
        continue
      }
      let isLong = ["set", "label", "reference", "needs"].contains { mapping[$0] != nil }
      let long =
        isLong
        ? entry
        : Node(
          .mapping(Mapping([.init(key: "set", keyLocation: entry.location, value: entry)])),
          at: entry.location)
      guard let value = labelled(long, at: place, parts.variables, into: &collector) else {
        continue
      }
      if parts.list.contains(where: { $0.label == value.label }) {
        collector.report(
          at: entry.location, path: place,
          "'\(value.label)' stands twice in the list; give each trial its own label")
      }
      parts.list.append(value)
    }
  }

  /// Keeps the entries of `exclude:` until all axes are known.
  static func readExclude(
    _ node: Node?, into parts: inout SweepParts, _ collector: inout DiagnosticCollector
  ) {
    guard let node, !node.isNull else { return }
    let path = KeyPathText(["exclude"])
    guard let entries = node.sequence else {
      collector.report(
        at: node.location, path: path,
        "expected a list such as [{masking.ratio: 0.9, loss: direct}], found \(node.summary)")
      return
    }
    for (index, entry) in entries.enumerated() {
      parts.exclude.append((entry, path.appending(index)))
    }
  }

  /// The exclusions, checked against the axes there are.
  static func exclusions(
    of parts: SweepParts, axes: [SweepAxis], into collector: inout DiagnosticCollector
  ) -> [Exclusion] {
    parts.exclude.compactMap { node, path in
      if node.scalar?.text == "base" { return Exclusion(conditions: [], location: node.location) }
      guard let mapping = node.mapping, !mapping.entries.isEmpty else {
        collector.report(
          at: node.location, path: path,
          "expected axes with the values that are left out, or 'base', found \(node.summary)")
        return nil
      }
      var conditions: [Exclusion.Condition] = []
      for entry in mapping.entries {
        let place = path.appending(entry.key)
        guard let axis = axes.first(where: { $0.name == entry.key }) else {
          collector.report(
            at: entry.keyLocation, path: place,
            "there is no axis '\(entry.key)'"
              + NameSuggestion.hint(for: entry.key, among: axes.map(\.name)))
          continue
        }
        let labels = labels(of: axis, entry.value, at: place, into: &collector)
        conditions.append(.init(axis: axis.name, labels: labels))
      }
      return conditions.count == mapping.entries.count
        ? Exclusion(conditions: conditions, location: node.location) : nil
    }
  }

  /// The labels of the values that a node names: one, or a list; by label or by value.
  private static func labels(
    of axis: SweepAxis, _ node: Node, at path: KeyPathText,
    into collector: inout DiagnosticCollector
  ) -> Set<String> {
    var labels: Set<String> = []
    func find(_ node: Node) -> String? {
      let (text, json) = (node.scalar?.text, NodeText.json(node))
      return axis.values.first { $0.label == text || $0.json == json }?.label
    }
    // A value that is a list itself, such as a crop scale, is looked for as a whole first.
    if let whole = find(node) { return [whole] }
    for element in node.sequence ?? [node] {
      if let label = find(element) {
        labels.insert(label)
      } else {
        let known = axis.values.map(\.label)
        collector.report(
          at: element.location, path: path,
          "'\(NodeText.flow(element))' is no value of the axis"
            + NameSuggestion.hint(for: NodeText.flow(element), among: known))
      }
    }
    return labels
  }
}
