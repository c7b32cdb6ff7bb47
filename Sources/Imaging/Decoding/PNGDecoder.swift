import CPNG

/// PNG files through libpng.
enum PNGDecoder {
  /// The image, over white where it is transparent.
  static func decode(_ bytes: [UInt8], path: String) throws -> RGBImage {
    try withDecoded(bytes, path: path, asLabels: false) { state in
      let count = Int(state.width) * Int(state.height)
      let pixels = [UInt8](unsafeUninitializedCapacity: 3 * count) { output, filled in
        for pixel in 0..<count {
          let alpha = UInt32(state.pixels[4 * pixel + 3])
          for channel in 0..<3 {
            let value = UInt32(state.pixels[4 * pixel + channel])
            let over = (value * alpha + 255 * (255 - alpha) + 127) / 255
            output[3 * pixel + channel] = UInt8(over)
          }
        }
        filled = 3 * count
      }
      let image = RGBImage(width: Int(state.width), height: Int(state.height), pixels: pixels)
      let exif = withUnsafeBytes(of: state.exif) { Array($0.prefix(state.exif_count)) }
      return ExifOrientation(tiff: exif[...]).upright(image)
    }
  }

  /// The values as stored.
  static func decodeLabels(_ bytes: [UInt8], path: String) throws -> LabelMap {
    try withDecoded(bytes, path: path, asLabels: true) { state in
      let (width, height) = (Int(state.width), Int(state.height))
      var labels: [UInt8] = []
      labels.reserveCapacity(width * height)
      for y in 0..<height {
        let row = y * state.row_bytes
        for x in 0..<width {
          guard state.bit_depth == 16 else {
            labels.append(state.pixels[row + x])
            continue
          }
          let high = state.pixels[row + 2 * x]
          let low = state.pixels[row + 2 * x + 1]
          guard high == 0 else {
            let label = Int(high) << 8 | Int(low)
            throw ImagingError.annotation(
              path: path,
              reason: "has the label \(label) at column \(x), row \(y); labels end at 255")
          }
          labels.append(low)
        }
      }
      return LabelMap(width: width, height: height, labels: labels)
    }
  }

  private static func withDecoded<Result>(
    _ bytes: [UInt8], path: String, asLabels: Bool, _ body: (capi_png) throws -> Result
  ) throws -> Result {
    try bytes.withUnsafeBufferPointer { buffer in
      var state = capi_png()
      state.bytes = buffer.baseAddress
      state.count = buffer.count
      state.largest_area = ImageFile.largestArea
      state.as_labels = asLabels ? 1 : 0
      let status = capi_png_decode(&state)
      defer { capi_png_free(&state) }
      guard status == 0 else {
        let colourful = Int32(state.colour_type) & PNG_COLOR_MASK_COLOR != 0
        if asLabels, colourful, state.colour_type != PNG_COLOR_TYPE_PALETTE {
          throw ImagingError.annotation(
            path: path,
            reason: "is a colour image; an annotation's grey values or palette indices are labels")
        }
        let message = withUnsafeBytes(of: state.message) { text in
          String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        }
        throw ImagingError.damaged(path: path, reason: "libpng: \(message)")
      }
      return try body(state)
    }
  }
}
