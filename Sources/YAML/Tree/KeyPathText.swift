/// A dotted path of keys, such as `probes.0.k`.
public struct KeyPathText: Sendable, Hashable, CustomStringConvertible {
  /// The keys from the root; a number indexes a list.
  public var components: [String]

  /// A path of these keys; none is the root.
  public init(_ components: [String] = []) { self.components = components }

  /// The path written with dots; the empty text is the root.
  public init(dotted text: String) {
    components =
      text.isEmpty
      ? [] : text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }

  /// The root of a tree.
  public static let root = KeyPathText()

  /// The path of a key below this one.
  public func appending(_ key: String) -> KeyPathText { KeyPathText(components + [key]) }

  /// The path of an element of the list at this path.
  public func appending(_ index: Int) -> KeyPathText { appending(String(index)) }

  /// The path without its last key; the root's parent is the root.
  public var parent: KeyPathText { KeyPathText(components.dropLast()) }

  /// The path with dots.
  public var description: String { components.joined(separator: ".") }
}
