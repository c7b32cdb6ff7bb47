/// Reads the one document of a YAML text.
public enum Document {
  /// The tree of a text that came from a file, or nil if it holds none that can be read.
  ///
  /// Syntax errors, duplicate keys, unknown aliases and exceeded limits are reported to the
  /// collector; after the lesser ones the tree is still returned, so that checking can go on.
  public static func parse(
    _ text: some Sequence<UInt8>, file: String, limits: ParsingLimits = ParsingLimits(),
    into collector: inout DiagnosticCollector
  ) -> Node? {
    let start = Location.file(file, line: 1, column: 1)
    let found = collector.diagnostics.count
    let root = parse(
      text, limits: limits, start: start,
      locate: {
        .file(file, line: $0.line, column: $0.column)
      }, into: &collector)
    if root == nil, collector.diagnostics.count == found {
      collector.report(at: start, "the file is empty; expected a mapping of keys")
    }
    return root
  }

  /// The tree of a text; errors are thrown.
  public static func parse(
    _ text: String, file: String, limits: ParsingLimits = ParsingLimits()
  ) throws(Diagnostics) -> Node {
    var collector = DiagnosticCollector()
    let root = parse(text.utf8, file: file, limits: limits, into: &collector)
    try collector.throwIfAny()
    return root ?? .emptyMapping(at: .file(file, line: 1, column: 1))
  }

  /// The value of an override, all of whose nodes are located at the override itself.
  static func parseValue(
    _ text: String, at location: Location, into collector: inout DiagnosticCollector
  ) -> Node? {
    let found = collector.diagnostics.count
    let root = parse(
      text.utf8, limits: ParsingLimits(), start: location, locate: { _ in location },
      into: &collector)
    return collector.diagnostics.count == found ? root ?? .plain("", at: location) : nil
  }

  private static func parse(
    _ text: some Sequence<UInt8>, limits: ParsingLimits, start: Location,
    locate: @escaping (Mark) -> Location, into collector: inout DiagnosticCollector
  ) -> Node? {
    var bytes = Array(text)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard bytes.count <= limits.bytes else {
      collector.report(
        at: start, "the text is larger than \(limits.bytes) bytes, too large for a configuration")
      return nil
    }
    if let offset = UTF8Validation.firstInvalidByte(in: bytes) {
      let mark = SyntaxMessages(bytes: bytes).place(ofByte: offset)
      collector.report(at: locate(mark), "not valid UTF-8; save the file as UTF-8")
      return nil
    }
    do {
      var builder = try TreeBuilder(
        bytes, limits: limits, collector: collector, locate: locate)
      let root = builder.document()
      collector = builder.collector
      return root
    } catch {
      collector.report(at: start, error.problem)
      return nil
    }
  }
}
