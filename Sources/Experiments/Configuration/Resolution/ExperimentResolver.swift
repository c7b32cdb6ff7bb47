public import CapiCore
public import YAML

/// Turns experiment files into resolved experiments.
///
/// Everything wrong is found in one pass: the texts, their parents, the overrides, each key, and
/// what does not fit together.
public struct ExperimentResolver: Sendable {
  private let catalogs: [ComponentKind: any AnyCatalog]
  private let files = NamedFiles()

  /// A resolver that knows the registered components; a kind without a catalog has none.
  public init(catalogs: [any AnyCatalog]) {
    self.catalogs = Dictionary(
      catalogs.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The experiment of a file, with `KEY=VALUE` overrides laid over it.
  public func load(_ path: String, overrides: [String] = []) throws(Diagnostics)
    -> ResolvedExperiment
  {
    var collector = DiagnosticCollector()
    let document = Self.document(path, overrides: overrides, into: &collector)
    let experiment = document.flatMap { resolve($0, into: &collector) }
    try collector.throwIfAny()
    guard let experiment else { throw Diagnostics([]) }
    return experiment
  }

  /// The experiment of a tree made elsewhere, such as a sweep's base with a trial's changes.
  public func resolve(_ document: LoadedDocument) throws(Diagnostics) -> ResolvedExperiment {
    var collector = DiagnosticCollector()
    let experiment = resolve(document, into: &collector)
    try collector.throwIfAny()
    guard let experiment else { throw Diagnostics([]) }
    return experiment
  }

  /// A file with its parents below it and overrides above it, not yet checked; nil if unreadable.
  public static func document(
    _ path: String, overrides: [String] = [], into collector: inout DiagnosticCollector
  ) -> LoadedDocument? {
    let loader = DocumentLoader(rules: ExperimentLayout.mergeRules)
    let document = loader.load(path, into: &collector)
    let changes = Overrides.tree(overrides, into: &collector)
    guard var document else { return nil }
    if let changes { overlay(&document, with: changes, into: &collector) }
    return document
  }

  /// Lays a tree over a document by the rules of experiment files: a component named anew starts
  /// from its own defaults, lists are replaced, `{0: …}` changes one element of a list.
  public static func overlay(
    _ document: inout LoadedDocument, with changes: Node, into collector: inout DiagnosticCollector
  ) {
    document.root = document.root.overlaid(
      by: changes, rules: ExperimentLayout.mergeRules, into: &collector)
  }

  /// The experiment of a tree, or nil with everything wrong reported.
  public func resolve(
    _ document: LoadedDocument, into collector: inout DiagnosticCollector
  ) -> ResolvedExperiment? {
    var found = DiagnosticCollector()
    defer { collector.report(Diagnostics(found.diagnostics)) }
    guard document.root.mapping != nil else {
      found.report(
        at: document.root.location,
        "expected a mapping of keys at the top, found \(document.root.summary)")
      return nil
    }
    var reader = ExperimentReader(root: document.root, catalogs: catalogs, collector: found)
    let configuration = reader.read()
    found = reader.collector
    guard let configuration, found.isEmpty else { return nil }
    return ResolvedExperiment(
      configuration: configuration, shapes: reader.shapes, document: document,
      files: files.files(of: configuration), catalogs: catalogs)
  }
}
