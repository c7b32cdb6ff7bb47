/// An array with the path it has in a file.
public struct NamedArray: Sendable, Equatable {
  /// Absolute path, "/student/encoder.blocks.0.norm.weight" for instance. Groups on the way are
  /// made as needed.
  public var path: String
  /// Extents, outermost first; `[]` for a single value.
  public var shape: [Int]
  /// As many values as the shape says.
  public var values: ArrayValues

  public init(_ path: String, shape: [Int], values: ArrayValues) {
    self.path = path
    self.shape = shape
    self.values = values
  }
}
