/// Bounds on what a document may ask of the reader.
public struct ParsingLimits: Sendable, Hashable {
  /// Bytes of a document.
  public var bytes = 1 << 20
  /// Mappings and lists inside one another, counted after aliases are expanded.
  public var depth = 64
  /// Nodes, counted after aliases are expanded: a few hundred bytes can ask for billions.
  public var nodes = 100_000

  /// Generous for configuration files: 1 MiB, 64 levels, 100 000 nodes.
  public init() {}
}
