/// What the segments before a JPEG's picture say, beyond what the decoder tells.
struct JPEGHeaders {
  /// How the picture must be turned to be upright.
  private(set) var orientation = ExifOrientation.upright
  /// Whether a program of Adobe's manners wrote the file; its CMYK values are inverted.
  private(set) var hasAdobeMarker = false

  /// Walks the segments up to the picture; a malformed one ends the walk.
  init(_ bytes: [UInt8]) {
    var place = 2
    while place + 4 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      if marker == 0xFF {  // padding
        place += 1
        continue
      }
      let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      guard marker != 0xDA, length >= 2, place + 2 + length <= bytes.count else { return }
      let body = bytes[(place + 4)..<(place + 2 + length)]
      if marker == 0xE1, body.starts(with: Array("Exif\0\0".utf8)) {
        orientation = ExifOrientation(tiff: body.dropFirst(6))
      } else if marker == 0xEE, body.starts(with: Array("Adobe".utf8)) {
        hasAdobeMarker = true
      }
      place += 2 + length
    }
  }
}
