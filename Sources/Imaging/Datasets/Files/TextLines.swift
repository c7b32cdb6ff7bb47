import Foundation

/// Small text files that come with data sets.
enum TextLines {
  /// Lines that are not empty, without their line ends.
  ///
  /// - Throws: ``ImagingError``: `layout` where the file is missing, `damaged` where it is no UTF-8.
  static func read(_ path: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ImagingError.layout(path: path, reason: "there is no such file")
    }
    guard let text = String(validating: try FileBytes.read(path), as: UTF8.self) else {
      throw ImagingError.layout(path: path, reason: "is not UTF-8 text")
    }
    return text.split(whereSeparator: \.isNewline).map(String.init).filter {
      !$0.allSatisfy(\.isWhitespace)
    }
  }
}

extension StringProtocol {
  /// Without the characters of `set` at both ends.
  func trimming(_ set: String) -> String {
    trimmingCharacters(in: CharacterSet(charactersIn: set))
  }
}
