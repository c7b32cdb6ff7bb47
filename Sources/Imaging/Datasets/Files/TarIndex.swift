import Foundation

/// Where the members of an uncompressed tar file (ustar, GNU or pax) lie.
struct TarIndex: Sendable {
  struct Member: Sendable {
    let name: String
    let offset: Int
    let size: Int
  }

  let path: String
  let members: [Member]

  private static let block = 512

  /// Reads the headers and skips the contents.
  ///
  /// - Throws: ``ImagingError``: `unreadable`, or `damaged` where a header's checksum is wrong or the
  ///   file ends inside a member.
  init(_ path: String) throws {
    self.path = path
    guard let file = fopen(path, "rb") else {
      throw ImagingError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let length = ftell(file)
    var members: [Member] = []
    var offset = 0
    var longName: String?
    while offset + Self.block <= length {
      var header = [UInt8](repeating: 0, count: Self.block)
      fseek(file, offset, SEEK_SET)
      guard fread(&header, 1, Self.block, file) == Self.block else { break }
      if header.allSatisfy({ $0 == 0 }) { break }
      guard let size = Self.size(header), Self.checksumFits(header) else {
        throw ImagingError.damaged(
          path: path, reason: "there is no tar header at byte \(offset); is it compressed?")
      }
      let start = offset + Self.block
      guard start + size <= length else {
        throw ImagingError.damaged(path: path, reason: "ends inside the member at byte \(offset)")
      }
      func content() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        fseek(file, start, SEEK_SET)
        let read = fread(&bytes, 1, size, file)
        return Array(bytes.prefix(read))
      }
      switch header[156] {
      case UInt8(ascii: "L"): longName = Self.text(content()[...])
      case UInt8(ascii: "x"): longName = Self.paxPath(content())
      case UInt8(ascii: "0"), 0:
        members.append(Member(name: longName ?? Self.name(header), offset: start, size: size))
        longName = nil
      default: longName = nil
      }
      offset = start + (size + Self.block - 1) / Self.block * Self.block
    }
    self.members = members
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func name(_ header: [UInt8]) -> String {
    let prefix = header[257..<262].elementsEqual("ustar".utf8) ? text(header[345..<500]) : ""
    let name = text(header[0..<100])
    return prefix.isEmpty ? name : "\(prefix)/\(name)"
  }

  /// Octal digits, or GNU's binary form for large files.
  private static func size(_ header: [UInt8]) -> Int? {
    let field = header[124..<136]
    if header[124] & 0x80 != 0 {
      return field.dropFirst(4).reduce(0) { $0 << 8 | Int($1) }
    }
    let digits = text(field).trimmingCharacters(in: .whitespaces)
    return digits.isEmpty ? 0 : Int(digits, radix: 8)
  }

  private static func checksumFits(_ header: [UInt8]) -> Bool {
    let stated = Int(text(header[148..<156]).trimmingCharacters(in: .whitespaces), radix: 8)
    let sum = header.enumerated().reduce(0) {
      $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element))
    }
    return stated == sum
  }

  /// The `path` of a pax header: lines of "length key=value".
  private static func paxPath(_ bytes: [UInt8]) -> String? {
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      let entry = line[line.index(after: space)...]
      if entry.hasPrefix("path=") { return String(entry.dropFirst(5)) }
    }
    return nil
  }
}
