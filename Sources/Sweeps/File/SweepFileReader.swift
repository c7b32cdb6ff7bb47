internal import CapiCore
internal import Store
internal import YAML

/// Reads sweep files. All faults of a file are found in one pass.
public enum SweepFileReader {
  static let keys = [
    "question", "base", "experiment", "overrides", "variables", "include", "ablate", "grid", "zip",
    "list", "exclude", "reference", "seeds",
  ]
  /// The keys of a file that another one includes: what is not the sweep's own.
  static let fragmentKeys = [
    "variables", "include", "ablate", "grid", "zip", "list", "exclude",
  ]

  /// Reads everything of a sweep's tree but the base experiment.
  ///
  /// - Parameters:
  ///   - tree: the sweep; `seeds` and `variables` of the command line are part of it already.
  ///   - fragments: the files it includes, in the order in which their axes come.
  static func parts(
    _ tree: Node, including fragments: [Node], into collector: inout DiagnosticCollector
  ) -> SweepParts {
    var parts = SweepParts()
    guard let mapping = tree.mapping else {
      collector.report(
        at: tree.location,
        "expected the keys of a sweep (\(keys.joined(separator: ", "))), "
          + "found \(tree.summary)")
      return parts
    }
    unknownKeys(of: mapping, at: .root, known: keys, into: &collector)
    for node in fragments + [tree] { parts.variables.read(node["variables"], into: &collector) }
    for fragment in fragments {
      if let mapping = fragment.mapping {
        unknownKeys(of: mapping, at: .root, known: fragmentKeys, into: &collector)
      }
      readAxes(fragment, into: &parts, &collector)
    }
    readAxes(tree, into: &parts, &collector)
    parts.question =
      mapping["question"].flatMap { text($0, at: KeyPathText(["question"]), into: &collector) }
      ?? ""
    if let node = mapping["overrides"], !node.isNull {
      readOverrides(node, into: &parts, &collector)
    }
    if let node = mapping["reference"], !node.isNull {
      parts.references = references(node, at: KeyPathText(["reference"]), into: &collector)
    }
    parts.seeds = seeds(mapping["seeds"], into: &collector)
    if !parts.seeds.isEmpty,
      let seed = parts.overrides.first(where: { $0.path.description == "seed" })
    {
      collector.report(
        at: seed.value.location, path: KeyPathText(["overrides", "seed"]),
        "has no effect, since 'seeds' says which seeds are run")
    }
    return parts
  }

  private static func readOverrides(
    _ node: Node, into parts: inout SweepParts, _ collector: inout DiagnosticCollector
  ) {
    let path = KeyPathText(["overrides"])
    var missing: [String] = []
    let changed = parts.variables.substituted(
      node, at: path, missing: &missing, into: &collector)
    for name in missing {
      collector.report(
        at: node.location, path: path,
        "the base needs the variable '\(name)', which is not given; add variables.\(name)=VALUE "
          + "to the command")
    }
    parts.overrides = settings(changed, at: path, into: &collector) ?? []
  }

  /// Reads a mapping whose keys may be dotted paths. `a: {b: 1}` is one setting of `a`.
  static func settings(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> [Setting]? {
    guard let mapping = node.mapping else {
      collector.report(
        at: node.location, path: path,
        "expected a mapping from keys to values, found \(node.summary)")
      return nil
    }
    var settings: [Setting] = []
    for entry in mapping.entries {
      let key = KeyPathText(dotted: entry.key)
      if key.components.contains("") {
        collector.report(
          at: entry.keyLocation, path: path,
          "'\(entry.key)' is no key path; write names with single dots between them")
      } else {
        settings.append(Setting(key, entry.value))
      }
    }
    return settings
  }

  private static func seeds(
    _ node: Node?, into collector: inout DiagnosticCollector
  ) -> [Setting] {
    guard let node, !node.isNull else { return [] }
    let path = KeyPathText(["seeds"])
    guard let nodes = node.sequence, !nodes.isEmpty else {
      collector.report(
        at: node.location, path: path,
        "expected a list of seeds such as [0, 1], found \(node.summary)")
      return []
    }
    var seen: Set<Int> = []
    for (index, seed) in nodes.enumerated() {
      guard case .int(let value)? = seed.scalar?.value, value >= 0 else {
        collector.report(
          at: seed.location, path: path.appending(index),
          "expected a whole number from 0, found \(seed.summary)")
        continue
      }
      if !seen.insert(value).inserted {
        collector.report(
          at: seed.location, path: path.appending(index), "the seed \(value) stands twice")
      }
    }
    return nodes.map { Setting(KeyPathText(["seed"]), $0) }
  }

  /// Reads `reference:`, `{SOURCE: {METRIC: SCORE}}`.
  static func references(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> [ReferenceScore] {
    guard let sources = node.mapping else {
      collector.report(
        at: node.location, path: path,
        "expected scores such as {paper: {mIoU: 29.1}}, found \(node.summary)")
      return []
    }
    var scores: [ReferenceScore] = []
    for source in sources.entries {
      let place = path.appending(source.key)
      guard let metrics = source.value.mapping else {
        collector.report(
          at: source.value.location, path: place,
          "expected the scores of the source '\(source.key)', such as {mIoU: 29.1}, found "
            + source.value.summary)
        continue
      }
      for metric in metrics.entries {
        switch metric.value.scalar?.value {
        case .int(let value)?:
          scores.append(
            ReferenceScore(source: source.key, metric: metric.key, score: Double(value)))
        case .double(let value)? where value.isFinite:
          scores.append(ReferenceScore(source: source.key, metric: metric.key, score: value))
        default:
          collector.report(
            at: metric.value.location, path: place.appending(metric.key),
            "expected a number, found \(metric.value.summary)")
        }
      }
    }
    return scores
  }

  static func text(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> String? {
    // `label: 0.5` and `label: true` are meant as texts, and nothing else could be meant.
    if let scalar = node.scalar, scalar.value != .null, !scalar.text.isEmpty { return scalar.text }
    collector.report(at: node.location, path: path, "expected a text, found \(node.summary)")
    return nil
  }

  static func unknownKeys(
    of mapping: Mapping, at path: KeyPathText, known: [String],
    into collector: inout DiagnosticCollector
  ) {
    for entry in mapping.entries where !known.contains(entry.key) {
      collector.report(
        at: entry.keyLocation, path: path.appending(entry.key),
        "unknown key '\(entry.key)'\(NameSuggestion.hint(for: entry.key, among: known))")
    }
  }
}
