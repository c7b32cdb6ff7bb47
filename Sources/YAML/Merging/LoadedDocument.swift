/// A document with its parents laid under it.
public struct LoadedDocument: Sendable {
  /// A file as it was read.
  public struct File: Sendable, Hashable {
    /// The path by which it was named.
    public var path: String
    /// Its text, verbatim.
    public var text: String

    /// A file and its text.
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// The merged tree, without `extends`.
  public var root: Node
  /// The named file first, then its parent, and so on.
  public var files: [File]

  /// A document made in memory or assembled from parts.
  public init(root: Node, files: [File]) {
    self.root = root
    self.files = files
  }
}
