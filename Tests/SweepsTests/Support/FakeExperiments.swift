import Store
import Sweeps
import YAML

/// Experiments with a handful of keys, so that plans can be tested without components.
enum FakeExperiments {
  /// Keys that experiments may have, with their defaults.
  static let defaults: [(key: String, value: String)] = [
    ("seed", "0"), ("training.steps", "10"), ("training.batch", "4"), ("loss.name", "\"capi\""),
    ("loss.distance", "\"huber\""), ("masking.roll", "true"), ("engine.threads", "0"),
  ]

  /// A plan builder whose experiments are these.
  static let builder = PlanBuilder(resolve: { (tree) throws(Diagnostics) in try resolve(tree) })

  static func resolve(_ tree: Node) throws(Diagnostics) -> TrialConfiguration {
    var collector = DiagnosticCollector()
    var values = Dictionary(uniqueKeysWithValues: defaults.map { ($0.key, $0.value) })
    visit(tree, at: .root) { path, node in
      // A component by its bare name has its own defaults.
      if path.description == "loss" {
        values["loss.name"] = NodeText.json(node)
        return
      }
      guard values[path.description] != nil else {
        let known = defaults.map(\.key)
        collector.report(
          at: node.location, path: path,
          "unknown key\(NameSuggestion.hint(for: path.description, among: known))")
        return
      }
      values[path.description] = NodeText.json(node)
      if path.description == "training.steps", Int(NodeText.json(node)) ?? 0 < 1 {
        collector.report(at: node.location, path: path, "must be a whole number from 1")
      }
    }
    try collector.throwIfAny()
    let flat = defaults.map { TextEntry($0.key, values[$0.key] ?? "") }
    let semantic = flat.filter { $0.key != "engine.threads" }
    let text = semantic.map { "\"\($0.key)\":\($0.text)" }.sorted().joined(separator: ",")
    return TrialConfiguration(
      identity: Digest.sha256(Array(text.utf8)), json: "{\(text)}", flat: flat,
      seed: Int(values["seed"] ?? "") ?? 0, threads: Int(values["engine.threads"] ?? "") ?? 0,
      steps: Int(values["training.steps"] ?? "") ?? 0)
  }

  private static func visit(
    _ node: Node, at path: KeyPathText, _ leaf: (KeyPathText, Node) -> Void
  ) {
    guard let mapping = node.mapping else { return leaf(path, node) }
    for entry in mapping.entries { visit(entry.value, at: path.appending(entry.key), leaf) }
  }

  /// The plan of a sweep file's text.
  static func plan(
    _ text: String, overrides: [String] = [], in folder: TemporaryFolder
  ) throws -> SweepPlan {
    let path = try folder.write(text, to: "sweep.yaml")
    return try builder.plan(SweepFileReader.read(path, overrides: overrides))
  }

  /// What is wrong with a sweep file, with the temporary folder taken out of the text.
  static func faults(
    _ text: String, overrides: [String] = [], in folder: TemporaryFolder
  ) throws -> String {
    do {
      _ = try plan(text, overrides: overrides, in: folder)
      return ""
    } catch let error as Diagnostics {
      return error.description.replacing("\(folder.path)/", with: "")
    }
  }
}
