import CPNG

/// Writing PNG files.
public enum PNG {
  /// The bytes of an 8-bit RGB file.
  ///
  /// - Throws: ``ImagingError/unsupported(path:reason:)`` when libpng refuses (an image wider or
  ///   higher than a million pixels, no memory).
  public static func encode(_ image: RGBImage) throws -> [UInt8] {
    var description = png_image()
    description.version = png_uint_32(PNG_IMAGE_VERSION)
    description.width = png_uint_32(image.width)
    description.height = png_uint_32(image.height)
    description.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
    var size = 0
    guard
      png_image_write_to_memory(&description, nil, &size, 0, image.pixels, 0, nil) != 0
    else { throw refusal(description) }
    var bytes = [UInt8](repeating: 0, count: size)
    guard
      png_image_write_to_memory(&description, &bytes, &size, 0, image.pixels, 0, nil) != 0
    else { throw refusal(description) }
    return Array(bytes.prefix(size))
  }

  private static func refusal(_ description: png_image) -> ImagingError {
    let text = withUnsafeBytes(of: description.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return .unsupported(
      path: "image of \(description.width)×\(description.height)",
      reason: "cannot be written as PNG: \(text)")
  }
}
