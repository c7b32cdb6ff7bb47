internal import Foundation

/// `sweep.json`: a plan with the attributes that identify the file.
struct SweepDocument: Codable {
  var format: String
  var schemaVersion: Int64
  var minReaderVersion: Int64
  var specification: SweepSpecification

  private enum CodingKeys: String, CodingKey {
    case format
    case schemaVersion = "schema_version"
    case minReaderVersion = "min_reader_version"
    case specification
  }

  init(_ specification: SweepSpecification) {
    self.format = SweepStore.specificationFormat
    self.schemaVersion = SweepStore.schemaVersion
    self.minReaderVersion = 1
    self.specification = specification
  }

  /// The part that every version of the format has.
  private struct Identity: Codable {
    var format: String
    var schemaVersion: Int64
    var minReaderVersion: Int64

    enum CodingKeys: String, CodingKey {
      case format
      case schemaVersion = "schema_version"
      case minReaderVersion = "min_reader_version"
    }
  }

  /// The same plan gives the same bytes.
  func encoded(path: String) throws(StoreError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [0x0A]
    } catch {
      throw StoreError(
        .invalidRecord, path: path, reason: "the plan cannot be written as JSON: \(error)")
    }
  }

  static func decode(_ bytes: [UInt8], path: String) throws(StoreError) -> SweepDocument {
    let decoder = JSONDecoder()
    guard let identity = try? decoder.decode(Identity.self, from: Data(bytes)),
      identity.format == SweepStore.specificationFormat
    else {
      throw StoreError(
        .wrongFormat, path: path,
        reason: "is not the plan of a sweep: it is no JSON that says "
          + "\"format\": \"\(SweepStore.specificationFormat)\"")
    }
    guard identity.minReaderVersion <= SweepStore.schemaVersion else {
      throw StoreError(
        .newerVersion, path: path,
        reason: "was written with schema version \(identity.schemaVersion), which needs a reader "
          + "of version \(identity.minReaderVersion) or later; this program reads up to version "
          + "\(SweepStore.schemaVersion): use a newer one")
    }
    do {
      return try decoder.decode(SweepDocument.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw StoreError(
        .damaged, path: path, reason: "is not a whole plan: \(description(of: error))")
    } catch {
      throw StoreError(.damaged, path: path, reason: "is not a whole plan: \(error)")
    }
  }

  /// The key path of a decoding error and what is wrong there.
  private static func description(of error: DecodingError) -> String {
    let (context, missing): (DecodingError.Context, String?) =
      switch error {
      case .keyNotFound(let key, let context): (context, key.stringValue)
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        (context, nil)
      @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), nil)
      }
    let path = context.codingPath.map { key in
      key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
    }.joined()
    let place = path.hasPrefix(".") ? String(path.dropFirst()) : path
    if let missing { return "\(place) has no \"\(missing)\"" }
    return "\(place) has a value of another type"
  }
}
