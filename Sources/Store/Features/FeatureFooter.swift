#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif
internal import Crypto

/// The last 80 bytes of a file of features.
///
/// A mark; the length of the file before them; where the features and the label maps lie (offset
/// and bytes each); all as uint64, little endian. Then the SHA-256 of every byte outside those two
/// places, these bytes included. So damage to what libhdf5 interprets is found before libhdf5, which
/// does not survive every damaged file, sees it; features and label maps have checksums per image.
struct FeatureFooter: Equatable {
  static let mark = Array("CAPIFEAT".utf8)
  static let byteCount = 8 + 5 * 8 + 32

  /// Bytes of the file without the footer.
  var length: Int
  var data: Range<Int>
  var pixelLabels: Range<Int>

  /// The footer without its hash.
  var head: [UInt8] {
    let numbers = [
      length, data.lowerBound, data.count, pixelLabels.lowerBound, pixelLabels.count,
    ]
    return Self.mark
      + numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
  }

  /// Reads a footer; nil where the bytes are none. Its hash is not checked.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, bytes.starts(with: Self.mark) else { return nil }
    let numbers = (0..<5).map { index in
      bytes[(8 + index * 8)..<(16 + index * 8)].reversed().reduce(UInt64(0)) {
        $0 << 8 | UInt64($1)
      }
    }
    guard numbers.allSatisfy({ $0 < 1 << 60 }) else { return nil }
    let values = numbers.map { Int($0) }
    self.init(
      length: values[0], data: values[1]..<(values[1] + values[2]),
      pixelLabels: values[3]..<(values[3] + values[4]))
    guard gaps.allSatisfy({ $0.upperBound <= length }), data.upperBound <= length,
      pixelLabels.upperBound <= length, !data.overlaps(pixelLabels)
    else { return nil }
  }

  init(length: Int, data: Range<Int>, pixelLabels: Range<Int>) {
    self.length = length
    self.data = data
    self.pixelLabels = pixelLabels
  }

  /// What lies outside features and label maps, ascending.
  var gaps: [Range<Int>] {
    var gaps: [Range<Int>] = []
    var start = 0
    for place in [data, pixelLabels].sorted(by: { $0.lowerBound < $1.lowerBound })
    where !place.isEmpty {
      if start < place.lowerBound { gaps.append(start..<place.lowerBound) }
      start = max(start, place.upperBound)
    }
    if start < length { gaps.append(start..<length) }
    return gaps
  }

  /// The hash of an open file's bytes outside the two places.
  func hash(of descriptor: Int32, path: String) throws(StoreError) -> [UInt8] {
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    for gap in gaps {
      var offset = gap.lowerBound
      while offset < gap.upperBound {
        let count = min(buffer.count, gap.upperBound - offset)
        try Self.fill(&buffer, count, descriptor, at: offset, path: path)
        hash.update(data: buffer[..<count])
        offset += count
      }
    }
    hash.update(data: head)
    return Array(hash.finalize())
  }

  /// Whether a file ends as a file of features does, right or not.
  static func isAtEnd(of path: String) -> Bool {
    guard let descriptor = try? Platform.open(path, O_RDONLY, "cannot be read") else {
      return false
    }
    defer { Platform.closeQuietly(descriptor) }
    var bytes = [UInt8](repeating: 0, count: byteCount)
    guard let size = try? Platform.size(of: descriptor, path: path), size > byteCount,
      (try? fill(&bytes, byteCount, descriptor, at: size - byteCount, path: path)) != nil
    else { return false }
    return bytes.starts(with: mark)
  }

  /// Reads and checks the footer of an open file.
  static func read(_ descriptor: Int32, path: String) throws(StoreError) -> FeatureFooter {
    let size = try Platform.size(of: descriptor, path: path)
    var bytes = [UInt8](repeating: 0, count: byteCount)
    guard size > byteCount else {
      throw StoreError(.damaged, path: path, reason: "is cut short: it has \(size) bytes")
    }
    try fill(&bytes, byteCount, descriptor, at: size - byteCount, path: path)
    guard let footer = FeatureFooter(bytes), footer.length == size - byteCount else {
      throw StoreError(
        .damaged, path: path,
        reason: "does not end as a file of features does: it was cut short, or another program "
          + "changed it")
    }
    guard try footer.hash(of: descriptor, path: path).elementsEqual(bytes.suffix(32)) else {
      throw StoreError(
        .damaged, path: path,
        reason: "does not match its hash: its structure, indices or labels changed after it was "
          + "written")
    }
    return footer
  }

  private static func fill(
    _ buffer: inout [UInt8], _ count: Int, _ descriptor: Int32, at offset: Int, path: String
  ) throws(StoreError) {
    var failure: StoreError?
    buffer.withUnsafeMutableBytes { bytes in
      do throws(StoreError) {
        try Platform.read(
          descriptor, at: offset, into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]),
          path: path)
      } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
