internal import CapiCore
internal import Foundation
public import YAML

extension SweepFileReader {
  /// Reads a sweep file and its base experiment.
  ///
  /// - Parameters:
  ///   - path: the sweep file.
  ///   - arguments: `KEY=VALUE` arguments. They change the base experiment; those of the key
  ///     `seeds` change the sweep.
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
    let parts = parts(tree, into: &collector)
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
    try collector.throwIfAny()
    guard let base else { throw Diagnostics([]) }
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    return SweepFile(
      name: name, question: parts.question, text: loaded.files.first?.text ?? "", base: base,
      axes: parts.axes, seeds: parts.seeds)
  }

  private static func isForSweep(_ argument: String) -> Bool {
    let key = argument.prefix { $0 != "=" }
    return key == "seeds" || key.hasPrefix("seeds.")
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
    // Relative to the file that says so, which may be a parent of the sweep file.
    let folder = URL(fileURLWithPath: location.file ?? sweep, isDirectory: false)
      .deletingLastPathComponent().relativePath
    let path = name.hasPrefix("/") || folder == "." ? name : "\(folder)/\(name)"
    return DocumentLoader(rules: rules).load(path, namedAt: location, into: &collector)?.root
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
