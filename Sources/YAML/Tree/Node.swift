/// One value of a YAML tree with the place it was written.
///
/// Equality compares values only: two nodes with the same content at different places are equal.
public struct Node: Sendable {
  /// The three kinds of YAML nodes.
  public enum Content: Sendable {
    case scalar(Scalar)
    case sequence([Node])
    case mapping(Mapping)
  }

  /// The value.
  public var content: Content
  /// Where the value was written.
  public var location: Location

  /// A node at a place.
  public init(_ content: Content, at location: Location) {
    self.content = content
    self.location = location
  }

  /// The scalar, or nil for a list or mapping.
  public var scalar: Scalar? {
    guard case .scalar(let scalar) = content else { return nil }
    return scalar
  }

  /// The elements, or nil unless the node is a list.
  public var sequence: [Node]? {
    guard case .sequence(let nodes) = content else { return nil }
    return nodes
  }

  /// The mapping, or nil for a scalar or list.
  public var mapping: Mapping? {
    guard case .mapping(let mapping) = content else { return nil }
    return mapping
  }

  /// Whether the node is a plain `null`, `~` or nothing at all.
  public var isNull: Bool { scalar?.value == .null }

  /// The value of `key`, or nil if the node is no mapping or lacks the key.
  public subscript(key: String) -> Node? { mapping?[key] }

  /// The node at a path, or nil. A component of the path that is a number indexes a list.
  public subscript(path: KeyPathText) -> Node? {
    var node = self
    for component in path.components {
      if let child = node[component] {
        node = child
      } else if let elements = node.sequence, let index = Int(component),
        elements.indices.contains(index)
      {
        node = elements[index]
      } else {
        return nil
      }
    }
    return node
  }

  /// What the node is, for messages: "the text 'abc'", "a list", "3".
  public var summary: String {
    switch content {
    case .scalar(let scalar): scalar.summary
    case .sequence(let nodes): nodes.isEmpty ? "an empty list" : "a list"
    case .mapping(let mapping): mapping.entries.isEmpty ? "an empty mapping" : "a mapping"
    }
  }
}

extension Node: Equatable {
  /// Whether both hold the same value, wherever they were written.
  public static func == (left: Node, right: Node) -> Bool {
    switch (left.content, right.content) {
    case (.scalar(let a), .scalar(let b)): a.value == b.value
    case (.sequence(let a), .sequence(let b)): a == b
    case (.mapping(let a), .mapping(let b)): a == b
    default: false
    }
  }
}
