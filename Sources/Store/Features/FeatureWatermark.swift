internal import Foundation

/// How far a file of features has got: what is on the disk for certain.
///
/// It lies beside the unfinished file, is replaced as a whole, and only after the features it counts
/// have been flushed.
struct FeatureWatermark: Codable, Equatable {
  static let format = "capi-features-watermark"

  var format = Self.format
  var schemaVersion = FeatureFile.schemaVersion
  /// Hash over what is computed and how; another computation does not continue this one.
  var identity: String
  /// Bytes of the file as libhdf5 made it; anything behind them is a footer that was begun.
  var length: Int
  /// Images that are complete.
  var images: Int

  private enum CodingKeys: String, CodingKey {
    case format, identity, length, images
    case schemaVersion = "schema_version"
  }

  init(identity: String, length: Int, images: Int) {
    self.identity = identity
    self.length = length
    self.images = images
  }

  func write(to path: String) throws(StoreError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(self) else {
      throw StoreError(.invalidRecord, path: path, reason: "the watermark cannot be written")
    }
    try AtomicFile.write(Array(data) + [0x0A], to: path)
  }

  /// The watermark of a path, nil when there is none.
  static func read(_ path: String) throws(StoreError) -> FeatureWatermark? {
    let bytes: [UInt8]
    do throws(StoreError) {
      bytes = try AtomicFile.read(path)
    } catch {
      if error.code == .missing { return nil }
      throw error
    }
    guard let mark = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
      mark.format == Self.format, mark.images >= 0, mark.length > 0
    else {
      throw StoreError(
        .damaged, path: path,
        reason: "is no watermark of a file of features; remove it to begin again")
    }
    guard mark.schemaVersion <= FeatureFile.schemaVersion else {
      throw StoreError(
        .newerVersion, path: path,
        reason: "was written with schema version \(mark.schemaVersion); this program reads up to "
          + "version \(FeatureFile.schemaVersion): use a newer one, or remove it to begin again")
    }
    return mark
  }
}
