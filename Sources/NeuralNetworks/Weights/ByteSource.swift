internal import Foundation

/// A file that is read piece by piece; every piece is checked against the file's size.
final class ByteSource {
  let path: String
  let size: Int
  private let handle: FileHandle

  init(_ path: String) throws(WeightFileError) {
    self.path = path
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: target) else {
      throw WeightFileError(path: path, reason: "there is no such file")
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw WeightFileError(path: path, reason: "is not a file")
    }
    guard let handle = FileHandle(forReadingAtPath: target),
      let size = (attributes[.size] as? NSNumber)?.intValue
    else {
      throw WeightFileError(path: path, reason: "cannot be read; check its permissions")
    }
    self.size = size
    self.handle = handle
  }

  func failure(_ reason: String) -> WeightFileError { WeightFileError(path: path, reason: reason) }

  /// - Parameter what: names the piece in the error.
  func bytes(at offset: Int, count: Int, of what: String) throws(WeightFileError) -> Data {
    guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
      throw failure("is cut off or damaged: \(what) lies outside the file of \(size) bytes")
    }
    guard count > 0 else { return Data() }
    do {
      try handle.seek(toOffset: UInt64(offset))
      if let data = try handle.read(upToCount: count), data.count == count { return data }
    } catch {
      throw failure("\(what) cannot be read: \(error.localizedDescription)")
    }
    throw failure("\(what) cannot be read to its end")
  }
}

/// A reader of little-endian numbers in bytes that may be damaged: past the end it gives `nil`.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ data: Data) { bytes = [UInt8](data) }

  var isAtEnd: Bool { position >= bytes.count }

  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func skip(_ count: Int) -> Bool { take(count) != nil }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= bytes.count - position else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// An unsigned number of up to eight bytes; `nil` where it exceeds `Int.max`.
  mutating func unsigned(_ count: Int) -> Int? {
    guard let slice = take(count) else { return nil }
    var value: UInt64 = 0
    for byte in slice.reversed() { value = value << 8 | UInt64(byte) }
    return Int(exactly: value)
  }

  /// Bytes up to a line break, which is skipped.
  mutating func line() -> ArraySlice<UInt8>? {
    guard let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
    defer { position = end + 1 }
    return bytes[position..<end]
  }
}
