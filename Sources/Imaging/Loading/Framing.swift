/// Which part of an image is looked at in evaluation; every part becomes a square.
public enum Framing: Sendable, Equatable {
  /// All of it, at another aspect ratio where it is not square.
  case whole
  /// The largest square in the middle.
  case centre
  /// Random squares whose side is uniform between `minimumSide` (0 … 1) and 1 times the shorter
  /// side, at uniform places.
  case crops(count: Int, minimumSide: Double)

  /// How many pictures are made from one image.
  public var picturesPerImage: Int {
    if case .crops(let count, _) = self { count } else { 1 }
  }
}
