/// Reading image and annotation files.
///
/// Images are JPEG (grey, YCbCr, RGB, CMYK, YCCK) or PNG (grey, colour, palette; 1 … 16 bits), told
/// apart by their content, not by their name. They become RGB of 8 bits: 16-bit channels are scaled
/// and rounded; transparent pixels are laid over white, as a browser shows them; CMYK is
/// converted without a colour profile (profiles are not applied to any image). The Exif orientation
/// is honoured in images and not in annotations, which are drawn for the pixels as stored.
public enum ImageFile {
  /// The image of a file, upright.
  ///
  /// - Throws: ``ImagingError`` of the kinds `unreadable`, `damaged` and `unsupported`.
  public static func read(_ path: String, _ decoding: Decoding = .full) throws -> RGBImage {
    try decode(FileBytes.read(path), path: path, decoding)
  }

  /// The image in a file's bytes, upright; `path` is for messages.
  ///
  /// - Throws: ``ImagingError`` of the kinds `damaged` and `unsupported`.
  public static func decode(
    _ bytes: [UInt8], path: String, _ decoding: Decoding = .full
  ) throws -> RGBImage {
    switch try kind(of: bytes, path: path) {
    case .jpeg: try JPEGDecoder.decode(bytes, path: path, decoding)
    case .png: try PNGDecoder.decode(bytes, path: path)
    }
  }

  /// The labels of an annotation file: a PNG of grey values or palette indices, which are the
  /// labels 0 … 255.
  ///
  /// - Throws: ``ImagingError`` of the kinds `unreadable`, `damaged`, `unsupported` and
  ///   `annotation`.
  public static func readLabels(_ path: String) throws -> LabelMap {
    try decodeLabels(try FileBytes.read(path), path: path)
  }

  /// The labels in an annotation file's bytes; `path` is for messages.
  static func decodeLabels(_ bytes: [UInt8], path: String) throws -> LabelMap {
    guard try kind(of: bytes, path: path) == .png else {
      throw ImagingError.unsupported(
        path: path, reason: "is a JPEG; annotations must be PNG, for JPEG changes the labels")
    }
    return try PNGDecoder.decodeLabels(bytes, path: path)
  }

  /// Pixels that an image may have at most: 2^28, or 16,384 × 16,384.
  static let largestArea: UInt64 = 1 << 28

  private enum Kind { case jpeg, png }

  private static func kind(of bytes: [UInt8], path: String) throws -> Kind {
    if bytes.starts(with: [0xFF, 0xD8]) { return .jpeg }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return .png }
    guard !bytes.isEmpty else {
      throw ImagingError.damaged(path: path, reason: "the file is empty")
    }
    throw ImagingError.unsupported(
      path: path, reason: "is neither JPEG nor PNG by its first bytes; convert it to one of them")
  }
}
