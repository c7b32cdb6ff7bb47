/// The `KEY=VALUE` arguments of a command line.
public enum Overrides {
  /// The arguments as one tree to lay over a document, or nil if there are none.
  ///
  /// Keys are dotted paths; numbers index lists. Values are YAML: `probes.0.k=[1, 3]`. All are
  /// gathered before they are laid over the file, so their order does not matter except when two
  /// set the same key, where the last wins. Malformed arguments are reported.
  public static func tree(
    _ arguments: [String], into collector: inout DiagnosticCollector
  ) -> Node? {
    var result: Node?
    for argument in arguments {
      guard let node = parse(argument, into: &collector) else { continue }
      result = result?.overlaid(by: node, into: &collector) ?? node
    }
    return result
  }

  private static func parse(_ argument: String, into collector: inout DiagnosticCollector)
    -> Node?
  {
    let location = Location.override(argument)
    guard let sign = argument.firstIndex(of: "=") else {
      collector.report(at: location, "an override has the form KEY=VALUE")
      return nil
    }
    let path = KeyPathText(dotted: String(argument[..<sign]))
    guard !path.components.isEmpty, !path.components.contains("") else {
      collector.report(
        at: location, "the key '\(path)' is empty or has an empty part; write it as 'loss.name'")
      return nil
    }
    guard path.components.count <= ParsingLimits().depth else {
      collector.report(at: location, "the key has more than \(ParsingLimits().depth) parts")
      return nil
    }
    let text = String(argument[argument.index(after: sign)...])
    return Document.parseValue(text, at: location, into: &collector).map { .nested(path, $0) }
  }
}
