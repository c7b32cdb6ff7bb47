internal import CapiCore
internal import YAML

extension SweepFileReader {
  /// Reads `ablate:`, `grid:`, `zip:`, `list:` and `exclude:` of one file.
  static func readAxes(
    _ tree: Node, into parts: inout SweepParts, _ collector: inout DiagnosticCollector
  ) {
    let ablations = axes(
      tree["ablate"], at: KeyPathText(["ablate"]), parts.variables, into: &collector)
    add(ablations, to: &parts.ablations, in: "ablate", into: &collector)
    let grid = axes(tree["grid"], at: KeyPathText(["grid"]), parts.variables, into: &collector)
    for axis in grid {
      parts.grid.append(GridFactor(axes: [axis]))
    }
    refuseReferences(grid, in: "grid", into: &collector)
    readZip(tree["zip"], into: &parts, &collector)
    readList(tree["list"], into: &parts, &collector)
    readExclude(tree["exclude"], into: &parts, &collector)
    let factors = (parts.grid + parts.zips).flatMap(\.axes)
    for (place, axis) in factors.enumerated()
    where factors[..<place].contains(where: { $0.name == axis.name }) {
      collector.report(
        at: axis.location, path: KeyPathText([axis.name]),
        "the axis stands twice in the product of 'grid' and 'zip'; give all its values in one place"
      )
    }
  }

  /// Adds axes, each of which may be there once.
  private static func add(
    _ axes: [SweepAxis], to all: inout [SweepAxis], in section: String,
    into collector: inout DiagnosticCollector
  ) {
    for axis in axes {
      if let first = all.first(where: { $0.name == axis.name }) {
        collector.report(
          at: axis.location, path: KeyPathText([section, axis.name]),
          "the axis stands at \(first.location) already; give all its values in one place")
      } else {
        all.append(axis)
      }
    }
  }

  /// Reads a mapping from axes to lists of values.
  static func axes(
    _ node: Node?, at path: KeyPathText, _ variables: SweepVariables,
    into collector: inout DiagnosticCollector
  ) -> [SweepAxis] {
    guard let node, !node.isNull else { return [] }
    guard let mapping = node.mapping else {
      collector.report(
        at: node.location, path: path,
        "expected a mapping from axes to lists of values, found \(node.summary)")
      return []
    }
    return mapping.entries.compactMap { axis($0, below: path, variables, into: &collector) }
  }

  private static func axis(
    _ entry: Mapping.Entry, below parent: KeyPathText, _ variables: SweepVariables,
    into collector: inout DiagnosticCollector
  ) -> SweepAxis? {
    let path = parent.appending(entry.key)
    if entry.key.contains("/") || entry.key.isEmpty || entry.key == SweepFile.listAxis {
      collector.report(
        at: entry.keyLocation, path: path,
        "an axis has a name without '/' that is not '\(SweepFile.listAxis)'")
      return nil
    }
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
    var values: [AxisValue] = []
    for (index, node) in nodes.enumerated() {
      let place = path.appending(index)
      let value =
        long.isEmpty
        ? plain(node, key: entry.key, at: place, variables, into: &collector)
        : labelled(node, at: place, variables, into: &collector)
      guard let value else { continue }
      if values.contains(where: { $0.label == value.label }) {
        collector.report(
          at: node.location, path: place,
          "'\(value.label)' stands twice on this axis; give each value its own label")
      }
      values.append(value)
    }
    return SweepAxis(
      name: entry.key, isKey: long.isEmpty, values: values, location: entry.keyLocation)
  }

  private static func isLongForm(_ node: Node) -> Bool {
    node["set"] != nil || (node["label"] != nil && node["value"] == nil)
  }

  /// The short form: the axis is the key. `{value: …}` adds a label, references and needs to it.
  private static func plain(
    _ node: Node, key: String, at path: KeyPathText, _ variables: SweepVariables,
    into collector: inout DiagnosticCollector
  ) -> AxisValue? {
    var value = AxisValue(label: "", json: "", settings: [], location: node.location)
    var plain = node
    var label: String?
    if let mapping = node.mapping, mapping["name"] == nil, let inner = mapping["value"] {
      unknownKeys(
        of: mapping, at: path, known: ["value", "label", "reference", "needs"], into: &collector)
      plain = inner
      label = mapping["label"].flatMap {
        text($0, at: path.appending("label"), into: &collector)
      }
      readExtras(mapping, at: path, into: &value, &collector)
    }
    let given = substituted(plain, at: path, variables, into: &value, &collector)
    value.label = label ?? NodeText.flow(given)
    value.json = NodeText.json(given)
    value.settings = [Setting(KeyPathText(dotted: key), given)]
    return value
  }

  /// The long form: `{label: …, set: {…}}`.
  static func labelled(
    _ node: Node, at path: KeyPathText, _ variables: SweepVariables,
    into collector: inout DiagnosticCollector
  ) -> AxisValue? {
    guard let mapping = node.mapping else { return nil }
    unknownKeys(
      of: mapping, at: path, known: ["label", "set", "reference", "needs"], into: &collector)
    guard let set = mapping["set"] else {
      collector.report(
        at: node.location, path: path, "'set' is missing: the keys that this value changes")
      return nil
    }
    var value = AxisValue(label: "", json: "", settings: [], location: node.location)
    let place = path.appending("set")
    let given = substituted(set, at: place, variables, into: &value, &collector)
    let settings = settings(given, at: place, into: &collector)
    if let settings, settings.isEmpty {
      collector.report(
        at: set.location, path: place,
        "sets nothing; the base is part of every sweep and needs no value of its own")
    }
    guard let settings, !settings.isEmpty else { return nil }
    value.settings = settings
    value.label = settings.map { "\($0.path)=\(NodeText.flow($0.value))" }.joined(separator: " ")
    if let node = mapping["label"] {
      guard let text = text(node, at: path.appending("label"), into: &collector) else { return nil }
      value.label = text
    }
    value.json = ConfigurationValue.string(value.label).canonicalJSON
    readExtras(mapping, at: path, into: &value, &collector)
    return value
  }

  /// Replaces variables; those that are not given turn the value off.
  static func substituted(
    _ node: Node, at path: KeyPathText, _ variables: SweepVariables, into value: inout AxisValue,
    _ collector: inout DiagnosticCollector
  ) -> Node {
    var missing: [String] = []
    let given = variables.substituted(node, at: path, missing: &missing, into: &collector)
    value.missing = missing.map { "variables.\($0)" }
    return given
  }

  /// Reads `reference:` and `needs:`.
  private static func readExtras(
    _ mapping: Mapping, at path: KeyPathText, into value: inout AxisValue,
    _ collector: inout DiagnosticCollector
  ) {
    if let node = mapping["reference"], !node.isNull {
      value.references = references(node, at: path.appending("reference"), into: &collector)
    }
    guard let node = mapping["needs"], !node.isNull else { return }
    let place = path.appending("needs")
    guard let names = node.sequence else {
      collector.report(
        at: node.location, path: place,
        "expected a list of variables or keys, such as [dataset.root], found \(node.summary)")
      return
    }
    for (index, name) in names.enumerated() {
      if let text = text(name, at: place.appending(index), into: &collector) {
        value.needs.append(.init(name: text, location: name.location))
      }
    }
  }

  /// A published score is that of one setting; a value of a product belongs to many.
  static func refuseReferences(
    _ axes: [SweepAxis], in section: String, into collector: inout DiagnosticCollector
  ) {
    for axis in axes {
      for value in axis.values where !value.references.isEmpty {
        collector.report(
          at: value.location, path: KeyPathText([section, axis.name]),
          "a value in '\(section)' belongs to many trials and has no score of its own; write "
            + "'reference' in 'ablate' or 'list'")
      }
    }
  }
}
