/// A rectangle of an image, in pixels.
public struct CropRegion: Sendable, Equatable {
  /// Column and row of the upper left pixel, and the extent.
  public let left, top, width, height: Int

  /// A rectangle of its parts.
  public init(left: Int, top: Int, width: Int, height: Int) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }

  /// The whole of an image.
  public static func whole(width: Int, height: Int) -> CropRegion {
    CropRegion(left: 0, top: 0, width: width, height: height)
  }

  /// The largest square in the middle.
  public static func centralSquare(width: Int, height: Int) -> CropRegion {
    let side = min(width, height)
    return CropRegion(
      left: (width - side) / 2, top: (height - side) / 2, width: side, height: side)
  }

  /// Whether the rectangle lies in an image of this size and is not empty.
  func fits(width imageWidth: Int, height imageHeight: Int) -> Bool {
    left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= imageWidth
      && top + height <= imageHeight
  }
}
