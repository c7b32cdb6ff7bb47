internal import CapiCore
internal import Foundation
public import YAML

extension SweepFileReader {
  /// Reads a sweep file and its base experiment.
  ///
  /// - Parameters:
  ///   - path: the sweep file.
  ///   - arguments: `KEY=VALUE` arguments. They change the base experiment; those of the keys
  ///     `seeds` and `variables` change the sweep.
  ///   - rules: how experiment files merge.
  /// - Returns: the sweep with the tree of its base experiment.
  /// - Throws: everything wrong with the sweep file and with the files of the base as far as they
  ///   can be read; whether the base is a valid experiment shows when the plan is made.
  public static func read(
    _ path: String, overrides arguments: [String] = [], rules: MergeRules = .none
  ) throws(Diagnostics) -> SweepFile {
    var collector = DiagnosticCollector()
    let ofSweep = arguments.filter { isForSweep($0) }
    let ofBase = arguments.filter { !isForSweep($0) }
    guard let loaded = DocumentLoader().load(path, into: &collector) else {
      try collector.throwIfAny()
      throw Diagnostics([])
    }
    var tree = loaded.root
    if let overlay = Overrides.tree(ofSweep, into: &collector) {
      tree = tree.overlaid(by: overlay, into: &collector)
    }
    let fragments = fragments(of: tree, in: path, chain: [path], into: &collector)
    var parts = parts(tree, including: fragments, into: &collector)
    var base = base(tree, sweep: path, rules: rules, into: &collector)
    base = base?.changed(by: parts.overrides, rules: rules, into: &collector)
    if let overlay = Overrides.tree(ofBase, into: &collector) {
      if let seed = overlay["seed"], !parts.seeds.isEmpty {
        collector.report(
          at: seed.location, path: KeyPathText(["seed"]),
          "has no effect, since 'seeds' of the sweep says which seeds are run; "
            + "write 'seeds=[\(NodeText.flow(seed))]'")
      }
      base = base?.overlaid(by: overlay, rules: rules, into: &collector)
    }
    if let base { settleNeeds(of: &parts, base: base, into: &collector) }
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    var sweep = SweepFile(
      name: name, question: parts.question, text: loaded.files.first?.text ?? "",
      arguments: arguments, base: base ?? tree, ablations: parts.ablations,
      grid: parts.grid + parts.zips,
      list: parts.list, exclusions: [], references: parts.references, seeds: parts.seeds)
    sweep.exclusions = exclusions(of: parts, axes: sweep.axes, into: &collector)
    if collector.isEmpty { checkSize(of: sweep, tree, into: &collector) }
    try collector.throwIfAny()
    guard base != nil else { throw Diagnostics([]) }
    return sweep
  }

  /// A typing error in a grid must not fill the memory.
  private static func checkSize(
    of sweep: SweepFile, _ tree: Node, into collector: inout DiagnosticCollector
  ) {
    guard sweep.productCount > 100_000 else {
      let departures = sweep.everyDeparture
      for exclusion in sweep.exclusions
      where !exclusion.isBase && !departures.contains(where: { $0.matches(exclusion) }) {
        collector.report(
          at: exclusion.location, path: KeyPathText(["exclude"]),
          "excludes nothing: no trial has chosen all of these values")
      }
      return
    }
    collector.report(
      at: (tree["grid"] ?? tree["zip"] ?? tree).location, path: KeyPathText(["grid"]),
      "has \(sweep.productCount) points; a sweep has at most 100000")
  }

  /// Turns values off whose needs are not met.
  private static func settleNeeds(
    of parts: inout SweepParts, base: Node, into collector: inout DiagnosticCollector
  ) {
    let variables = parts.variables
    parts.changeValues { value in
      for need in value.needs {
        let missing: String
        if variables.isDeclared(need.name) {
          if variables.isGiven(need.name) { continue }
          missing = "variables.\(need.name)"
        } else {
          let path = KeyPathText(dotted: need.name)
          let given = base[path].map { !$0.isNull && $0.scalar?.text.isEmpty != true } ?? false
          let isSet = value.settings.contains { setting in
            Node.nested(setting.path, setting.value)[path] != nil
          }
          if given || isSet { continue }
          missing = need.name
        }
        if !value.missing.contains(missing) { value.missing.append(missing) }
      }
    }
  }

  /// The files that a sweep includes, those that they include before them.
  private static func fragments(
    of tree: Node, in file: String, chain: [String], into collector: inout DiagnosticCollector
  ) -> [Node] {
    let path = KeyPathText(["include"])
    guard let node = tree["include"], !node.isNull else { return [] }
    var found: [Node] = []
    for entry in node.sequence ?? [node] {
      guard case .string(let name)? = entry.scalar?.value else {
        collector.report(
          at: entry.location, path: path, "expected the path of a file, found \(entry.summary)")
        continue
      }
      let named = self.path(name, from: entry.location, sweep: file)
      let own = URL(fileURLWithPath: named).standardizedFileURL.path
      if let start = chain.firstIndex(where: {
        URL(fileURLWithPath: $0).standardizedFileURL.path == own
      }) {
        collector.report(
          at: entry.location, path: path,
          "the files include each other in a circle: "
            + (chain[start...] + [named]).joined(separator: " → "))
        continue
      }
      guard
        let loaded = DocumentLoader().load(named, namedAt: entry.location, into: &collector)
      else { continue }
      found += fragments(of: loaded.root, in: named, chain: chain + [named], into: &collector)
      found.append(loaded.root)
    }
    return found
  }

  private static func isForSweep(_ argument: String) -> Bool {
    let key = argument.prefix { $0 != "=" }
    return ["seeds", "variables"].contains { key == $0 || key.hasPrefix("\($0).") }
  }

  /// The tree of the base experiment; nil when there is none to be read, which is reported.
  private static func base(
    _ tree: Node, sweep: String, rules: MergeRules, into collector: inout DiagnosticCollector
  ) -> Node? {
    guard tree.mapping != nil else { return nil }
    switch (tree["base"], tree["experiment"]) {
    case (let base?, let experiment?):
      collector.report(
        at: max(base.location, experiment.location), path: KeyPathText(["experiment"]),
        "stands beside 'base'; a sweep has one base experiment, a file or a mapping")
      return nil
    case (let base?, nil):
      guard case .string(let name)? = base.scalar?.value else {
        collector.report(
          at: base.location, path: KeyPathText(["base"]),
          "expected the path of an experiment file, found \(base.summary)")
        return nil
      }
      return load(name, from: base.location, sweep: sweep, rules: rules, into: &collector)
    case (nil, let experiment?):
      guard let mapping = experiment.mapping else {
        collector.report(
          at: experiment.location, path: KeyPathText(["experiment"]),
          "expected the keys of an experiment, found \(experiment.summary)")
        return nil
      }
      guard let parent = mapping["extends"] else { return experiment }
      guard case .string(let name)? = parent.scalar?.value else {
        collector.report(
          at: parent.location, path: KeyPathText(["experiment", "extends"]),
          "expected the path of one file, found \(parent.summary)")
        return nil
      }
      let own = Node(.mapping(mapping.removing("extends")), at: experiment.location)
      return load(name, from: parent.location, sweep: sweep, rules: rules, into: &collector)?
        .overlaid(by: own, rules: rules, into: &collector)
    case (nil, nil):
      collector.report(
        at: tree.location,
        "no base experiment: name a file with 'base: ../experiments/NAME.yaml', "
          + "or write one below 'experiment:'")
      return nil
    }
  }

  private static func load(
    _ name: String, from location: Location, sweep: String, rules: MergeRules,
    into collector: inout DiagnosticCollector
  ) -> Node? {
    let path = path(name, from: location, sweep: sweep)
    return DocumentLoader(rules: rules).load(path, namedAt: location, into: &collector)?.root
  }

  /// Relative to the file that says so, which may be a parent of the sweep file.
  private static func path(_ name: String, from location: Location, sweep: String) -> String {
    let folder = URL(fileURLWithPath: location.file ?? sweep, isDirectory: false)
      .deletingLastPathComponent().relativePath
    return name.hasPrefix("/") || folder == "." ? name : "\(folder)/\(name)"
  }
}

extension Node {
  /// The tree with these settings, which are gathered first, so that their order does not matter.
  func changed(
    by settings: [Setting], rules: MergeRules, into collector: inout DiagnosticCollector
  ) -> Node {
    var overlay: Node?
    for setting in settings {
      let nested = Node.nested(setting.path, setting.value)
      overlay = overlay?.overlaid(by: nested, into: &collector) ?? nested
    }
    return overlay.map { overlaid(by: $0, rules: rules, into: &collector) } ?? self
  }
}
