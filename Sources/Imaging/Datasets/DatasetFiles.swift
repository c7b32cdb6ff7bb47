/// The files that a data set's images and labels come from.
public struct DatasetFiles: Sendable, Equatable {
  /// The folder that the paths are relative to.
  public let root: String
  /// Relative paths, each once, sorted by their bytes.
  public let paths: [String]

  /// Sorts the paths and drops repetitions.
  public init(root: String, paths: [String]) {
    self.root = root
    self.paths = Set(paths).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
