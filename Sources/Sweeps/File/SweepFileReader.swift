internal import CapiCore
internal import YAML

/// Reads sweep files. All faults of a file are found in one pass.
public enum SweepFileReader {
  static let keys = ["question", "base", "experiment", "overrides", "ablate", "seeds"]

  /// Reads everything of a sweep's tree but the base experiment.
  ///
  /// `seeds` overrides given on the command line are part of `tree` already.
  static func parts(
    _ tree: Node, into collector: inout DiagnosticCollector
  ) -> (question: String, overrides: [Setting], axes: [AblationAxis], seeds: [Setting]) {
    guard let mapping = tree.mapping else {
      collector.report(
        at: tree.location,
        "expected the keys of a sweep (\(keys.joined(separator: ", "))), "
          + "found \(tree.summary)")
      return ("", [], [], [])
    }
    unknownKeys(of: mapping, at: .root, known: keys, into: &collector)
    let question = mapping["question"].flatMap {
      text($0, at: KeyPathText(["question"]), into: &collector)
    }
    let path = KeyPathText(["overrides"])
    let overrides = mapping["overrides"].flatMap { node in
      node.isNull ? nil : settings(node, at: path, into: &collector)
    }
    let axes = axes(mapping["ablate"], into: &collector)
    let seeds = seeds(mapping["seeds"], into: &collector)
    if !seeds.isEmpty, let seed = overrides?.first(where: { $0.path.description == "seed" }) {
      collector.report(
        at: seed.value.location, path: path.appending("seed"),
        "has no effect, since 'seeds' says which seeds are run")
    }
    return (question ?? "", overrides ?? [], axes, seeds)
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
