/// How a camera was held, after Exif 2.3, tag 0x0112.
struct ExifOrientation: Equatable {
  /// 1 … 8; 1 is upright.
  let code: Int

  static let upright = ExifOrientation(code: 1)

  init(code: Int) { self.code = code }

  /// Reads the first directory of an Exif block; upright when it is damaged or says nothing.
  init(tiff: ArraySlice<UInt8>) {
    let bytes = Array(tiff)
    let bigEndian = bytes.starts(with: Array("MM".utf8))
    guard bigEndian || bytes.starts(with: Array("II".utf8)) else {
      code = 1
      return
    }
    func number(_ place: Int, _ width: Int) -> Int? {
      guard place >= 0, place + width <= bytes.count else { return nil }
      let field = bytes[place..<(place + width)]
      return (bigEndian ? Array(field) : field.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
    var found = 1
    if number(2, 2) == 42, let directory = number(4, 4), let entries = number(directory, 2) {
      for entry in 0..<entries {
        let place = directory + 2 + 12 * entry
        guard let tag = number(place, 2) else { break }
        if tag == 0x0112, number(place + 2, 2) == 3, let value = number(place + 8, 2),
          (1...8).contains(value)
        {
          found = value
          break
        }
      }
    }
    code = found
  }

  /// The image turned or mirrored so that it is seen as the camera saw it.
  func upright(_ image: RGBImage) -> RGBImage {
    guard code != 1 else { return image }
    let swapsSides = code >= 5
    let (width, height) =
      swapsSides ? (image.height, image.width) : (image.width, image.height)
    var pixels = [UInt8](repeating: 0, count: image.pixels.count)
    for y in 0..<height {
      for x in 0..<width {
        let (column, row) = source(x, y, image.width, image.height)
        let from = 3 * (row * image.width + column)
        let to = 3 * (y * width + x)
        pixels[to] = image.pixels[from]
        pixels[to + 1] = image.pixels[from + 1]
        pixels[to + 2] = image.pixels[from + 2]
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  /// Which stored pixel is seen at a place of the upright image.
  private func source(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> (Int, Int) {
    switch code {
    case 2: (width - 1 - x, y)
    case 3: (width - 1 - x, height - 1 - y)
    case 4: (x, height - 1 - y)
    case 5: (y, x)
    case 6: (y, height - 1 - x)
    case 7: (width - 1 - y, height - 1 - x)
    case 8: (width - 1 - y, x)
    default: (x, y)
    }
  }
}
