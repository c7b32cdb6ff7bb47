/// Reads a file and the chain of files that it `extends`.
public struct DocumentLoader: Sendable {
  /// How a file merges with its parent.
  public var rules: MergeRules
  /// Bounds for each file.
  public var limits = ParsingLimits()

  /// A loader with these rules.
  public init(rules: MergeRules = .none) { self.rules = rules }

  /// The file with its parents laid under it, or nil if a file of the chain could not be read.
  ///
  /// `extends: parent.yaml` names one file relative to the one that says so; the chain may be long
  /// but not a circle. Everything wrong with any of the files is reported.
  public func load(
    _ path: String, into collector: inout DiagnosticCollector
  ) -> LoadedDocument? {
    load(path, namedAt: .file(path, line: 1, column: 1), children: [], into: &collector)
  }

  /// The file that a document made elsewhere names as its parent, or nil if it could not be read.
  public func load(
    _ path: String, namedAt location: Location, into collector: inout DiagnosticCollector
  ) -> LoadedDocument? {
    load(path, namedAt: location, children: [], into: &collector)
  }

  private func load(
    _ path: String, namedAt location: Location, children: [String],
    into collector: inout DiagnosticCollector
  ) -> LoadedDocument? {
    let keyPath = KeyPathText(children.isEmpty ? [] : ["extends"])
    let bytes: [UInt8]
    do throws(SourceFile.Unreadable) {
      bytes = try SourceFile.read(path, limit: limits.bytes)
    } catch {
      collector.report(at: location, path: keyPath, error.message)
      return nil
    }
    guard let root = Document.parse(bytes, file: path, limits: limits, into: &collector) else {
      return nil
    }
    guard let mapping = root.mapping else {
      collector.report(
        at: root.location, "expected a mapping of keys at the top, found \(root.summary)")
      return nil
    }
    let file = LoadedDocument.File(path: path, text: String(decoding: bytes, as: UTF8.self))
    let own = Node(.mapping(mapping.removing("extends")), at: root.location)
    guard let parentNode = mapping["extends"] else {
      return LoadedDocument(root: own, files: [file])
    }
    guard case .string(let named) = parentNode.scalar?.value else {
      collector.report(
        at: parentNode.location, path: KeyPathText(["extends"]),
        "expected the path of one file, found \(parentNode.summary)")
      return nil
    }
    let parentPath = SourceFile.path(named, relativeTo: path)
    let chain = children + [path]
    if let start = chain.firstIndex(where: { SourceFile.isSame($0, parentPath) }) {
      collector.report(
        at: parentNode.location, path: KeyPathText(["extends"]),
        "the files extend each other in a circle: "
          + (chain[start...] + [parentPath]).joined(separator: " → "))
      return nil
    }
    guard
      let parent = load(
        parentPath, namedAt: parentNode.location, children: chain, into: &collector)
    else { return nil }
    return LoadedDocument(
      root: parent.root.overlaid(by: own, rules: rules, into: &collector),
      files: [file] + parent.files)
  }
}
