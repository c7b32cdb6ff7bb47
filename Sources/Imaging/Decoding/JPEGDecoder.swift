import CTurboJPEG

/// JPEG files through libjpeg-turbo.
enum JPEGDecoder {
  /// The image, upright.
  static func decode(_ bytes: [UInt8], path: String, _ decoding: Decoding) throws -> RGBImage {
    guard let decoder = tjInitDecompress() else {
      throw ImagingError.unreadable(path: path, reason: "libjpeg-turbo has no memory")
    }
    defer { tjDestroy(decoder) }
    var (width, height, subsampling, colours): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    guard
      tjDecompressHeader3(
        decoder, bytes, UInt(bytes.count), &width, &height, &subsampling, &colours) == 0
    else {
      throw ImagingError.damaged(path: path, reason: "libjpeg-turbo: \(message(decoder))")
    }
    guard UInt64(width) * UInt64(height) <= ImageFile.largestArea else {
      throw ImagingError.damaged(path: path, reason: "more pixels than the limit allows")
    }
    let divisor = Int32(decoding.divisor(width: Int(width), height: Int(height)))
    // The size that libjpeg-turbo gives an image at 1/divisor; it finds the factor by the size.
    width = (width + divisor - 1) / divisor
    height = (height + divisor - 1) / divisor
    let headers = JPEGHeaders(bytes)
    let fourInks =
      colours == Int32(TJCS_CMYK.rawValue) || colours == Int32(TJCS_YCCK.rawValue)
    let format = fourInks ? TJPF_CMYK : TJPF_RGB
    let channels = fourInks ? 4 : 3
    var pixels = [UInt8](repeating: 0, count: channels * Int(width) * Int(height))
    let status = tjDecompress2(
      decoder, bytes, UInt(bytes.count), &pixels, width, 0, height, format.rawValue, 0)
    if status != 0, !isHarmless(decoder) {
      throw ImagingError.damaged(path: path, reason: "libjpeg-turbo: \(message(decoder))")
    }
    if fourInks { pixels = mixed(pixels, inverted: headers.hasAdobeMarker) }
    let image = RGBImage(width: Int(width), height: Int(height), pixels: pixels)
    return headers.orientation.upright(image)
  }

  /// Stray bytes between markers are common and harm nothing; any other warning (the file ends
  /// early, a bad code) means that part of the picture was made up.
  private static func isHarmless(_ decoder: tjhandle) -> Bool {
    tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue)
      && message(decoder).contains("extraneous bytes")
  }

  private static func message(_ decoder: tjhandle) -> String {
    guard let text = tjGetErrorStr2(decoder) else { return "unknown error" }
    return String(cString: text)
  }

  /// Red, green, blue of cyan, magenta, yellow and black. With `inverted`, 255 means no ink, as
  /// programs that leave an Adobe marker mean it.
  private static func mixed(_ inks: [UInt8], inverted: Bool) -> [UInt8] {
    let count = inks.count / 4
    return [UInt8](unsafeUninitializedCapacity: 3 * count) { output, filled in
      for pixel in 0..<count {
        let black = UInt32(inverted ? inks[4 * pixel + 3] : 255 - inks[4 * pixel + 3])
        for channel in 0..<3 {
          let ink = inks[4 * pixel + channel]
          let light = UInt32(inverted ? ink : 255 - ink)
          output[3 * pixel + channel] = UInt8((light * black + 127) / 255)
        }
      }
      filled = 3 * count
    }
  }
}
