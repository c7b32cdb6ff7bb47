/// A colour image of 8 bits a channel, in memory.
public struct RGBImage: Sendable, Equatable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `[height, width, 3]`: red, green, blue of each pixel, row by row from the top left.
  public var pixels: [UInt8]

  /// An image of given pixels.
  ///
  /// - Precondition: `pixels` holds `3 · width · height` bytes.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(
      width > 0 && height > 0 && pixels.count == 3 * width * height,
      "an RGB image of \(width)×\(height) needs \(3 * width * height) bytes, not \(pixels.count)")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// An image of one colour.
  public init(width: Int, height: Int, filledWith colour: RGB) {
    var pixels = [UInt8](repeating: 0, count: 3 * width * height)
    for pixel in 0..<(width * height) {
      pixels[3 * pixel] = colour.red
      pixels[3 * pixel + 1] = colour.green
      pixels[3 * pixel + 2] = colour.blue
    }
    self.init(width: width, height: height, pixels: pixels)
  }

  /// The colour of one pixel.
  public subscript(x: Int, y: Int) -> RGB {
    get {
      let start = 3 * (y * width + x)
      return RGB(pixels[start], pixels[start + 1], pixels[start + 2])
    }
    set {
      let start = 3 * (y * width + x)
      pixels[start] = newValue.red
      pixels[start + 1] = newValue.green
      pixels[start + 2] = newValue.blue
    }
  }
}
