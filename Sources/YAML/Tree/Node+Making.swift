extension Node {
  /// A plain scalar, resolved by the core schema: `Node.plain("3", at: …)` is the integer 3.
  public static func plain(_ text: String, at location: Location) -> Node {
    Node(.scalar(Scalar(text: text, isPlain: true)), at: location)
  }

  /// A text, whatever it looks like.
  public static func text(_ text: String, at location: Location) -> Node {
    Node(.scalar(Scalar(text: text, isPlain: false)), at: location)
  }

  /// A mapping with no entries.
  public static func emptyMapping(at location: Location) -> Node {
    Node(.mapping(Mapping()), at: location)
  }

  /// `value` wrapped in one mapping for each component of the path: `a.b` gives `{a: {b: value}}`.
  public static func nested(_ path: KeyPathText, _ value: Node) -> Node {
    path.components.reversed().reduce(value) { inner, key in
      Node(
        .mapping(Mapping([Mapping.Entry(key: key, keyLocation: value.location, value: inner)])),
        at: value.location)
    }
  }
}
