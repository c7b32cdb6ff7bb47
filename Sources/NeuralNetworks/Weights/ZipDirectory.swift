internal import Foundation

/// The entries of a zip archive whose files are stored as they are, as `torch.save` makes it.
struct ZipDirectory {
  struct Entry {
    let name: String
    /// First byte of its content in the file.
    let offset: Int
    let size: Int
    /// `nil` where the writer left it out.
    let checksum: UInt32?
  }

  private static let mostEntries = 1_000_000
  let entries: [Entry]

  init(_ source: ByteSource) throws(WeightFileError) {
    let place = try Self.findDirectory(source)
    guard place.count <= Self.mostEntries else {
      throw source.failure("lists \(place.count) files in its archive; that is no state dict")
    }
    var reader = ByteReader(
      try source.bytes(at: place.offset, count: place.size, of: "the archive's directory"))
    var entries: [Entry] = []
    for _ in 0..<place.count {
      guard let entry = try Self.entry(&reader, source) else {
        throw source.failure("is damaged: the archive's directory cannot be read")
      }
      entries.append(entry)
    }
    self.entries = entries
  }

  private typealias Place = (offset: Int, size: Int, count: Int)

  /// Looks for the end record, which a comment of up to 65,535 bytes may follow.
  private static func findDirectory(_ source: ByteSource) throws(WeightFileError) -> Place {
    let length = min(source.size, 22 + 65_535)
    let tail = [UInt8](
      try source.bytes(at: source.size - length, count: length, of: "the archive's end"))
    var start = tail.count - 22
    while start >= 0, !tail[start...].starts(with: [0x50, 0x4B, 0x05, 0x06]) { start -= 1 }
    guard start >= 0 else {
      throw source.failure("is cut off: the archive has no directory at its end")
    }
    var reader = ByteReader(Data(tail[start...]))
    guard reader.skip(10), let count = reader.unsigned(2), let size = reader.unsigned(4),
      let offset = reader.unsigned(4)
    else { throw source.failure("is damaged: the archive's end cannot be read") }
    guard count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF else {
      return (offset, size, count)
    }
    return try zip64(source, endRecord: source.size - length + start)
  }

  private static func zip64(
    _ source: ByteSource, endRecord: Int
  ) throws(WeightFileError) -> Place {
    var locator = ByteReader(
      try source.bytes(at: endRecord - 20, count: 20, of: "the archive's zip64 locator"))
    if locator.unsigned(4) == 0x0706_4B50, locator.skip(4), let place = locator.unsigned(8) {
      var record = ByteReader(try source.bytes(at: place, count: 56, of: "the zip64 end record"))
      if record.unsigned(4) == 0x0606_4B50, record.skip(28), let count = record.unsigned(8),
        let size = record.unsigned(8), let offset = record.unsigned(8)
      {
        return (offset, size, count)
      }
    }
    throw source.failure("is damaged: the archive's zip64 record cannot be read")
  }

  private static func entry(
    _ reader: inout ByteReader, _ source: ByteSource
  ) throws(WeightFileError) -> Entry? {
    guard reader.unsigned(4) == 0x0201_4B50, reader.skip(4), let flags = reader.unsigned(2),
      let method = reader.unsigned(2), reader.skip(4), let checksum = reader.unsigned(4),
      var packed = reader.unsigned(4), var size = reader.unsigned(4),
      let nameLength = reader.unsigned(2), let extraLength = reader.unsigned(2),
      let commentLength = reader.unsigned(2), reader.skip(8), var offset = reader.unsigned(4),
      let nameBytes = reader.take(nameLength), let extra = reader.take(extraLength),
      reader.skip(commentLength)
    else { return nil }
    let name = String(decoding: nameBytes, as: UTF8.self)
    var fields = ByteReader(Data(extra))
    while let tag = fields.unsigned(2), let length = fields.unsigned(2),
      let content = fields.take(length)
    {
      guard tag == 1 else { continue }
      var numbers = ByteReader(Data(content))
      if size == 0xFFFF_FFFF { size = numbers.unsigned(8) ?? -1 }
      if packed == 0xFFFF_FFFF { packed = numbers.unsigned(8) ?? -1 }
      if offset == 0xFFFF_FFFF { offset = numbers.unsigned(8) ?? -1 }
    }
    guard method == 0, flags & 1 == 0, packed == size else {
      throw source.failure(
        "'\(name)' in its archive is compressed or encrypted, which torch.save does not do; such "
          + "a file is not read")
    }
    var local = ByteReader(
      try source.bytes(at: offset, count: 30, of: "the header of '\(name)'"))
    guard local.unsigned(4) == 0x0403_4B50, local.skip(22), let localName = local.unsigned(2),
      let localExtra = local.unsigned(2)
    else { throw source.failure("is damaged: '\(name)' is not where the archive says") }
    let start = offset + 30 + localName + localExtra
    guard size >= 0, start <= source.size, size <= source.size - start else {
      throw source.failure("is cut off: '\(name)' ends after the file")
    }
    return Entry(
      name: name, offset: start, size: size,
      checksum: checksum == 0 ? nil : UInt32(truncatingIfNeeded: checksum))
  }
}
