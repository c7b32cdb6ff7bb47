public import YAML

/// One key of an experiment with the value it is to have.
public struct Setting: Sendable, Equatable {
  /// The key's dotted path.
  public var path: KeyPathText
  /// The value, with the place it was written.
  public var value: Node

  public init(_ path: KeyPathText, _ value: Node) {
    self.path = path
    self.value = value
  }
}
