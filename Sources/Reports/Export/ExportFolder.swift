import Foundation
import Store

/// The folder of an export: its names, whether it may be written, and safe writing.
struct ExportFolder {
  static let mergedFile = "merged.h5"
  static let featuresFile = "features.h5"
  static let manifestFile = "export.json"
  private static let format = "capi-export"

  private let folder: URL

  /// - Throws: ``ReportError/destinationOccupied(folder:)`` when the folder holds files that no
  ///   export has written and `force` is false.
  init(_ folder: URL, force: Bool) throws(ReportError) {
    self.folder = folder.standardizedFileURL
    let name = folder.lastPathComponent
    let allowed = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || "-_.".unicodeScalars.contains($0)
    }
    guard allowed, !name.isEmpty, !name.hasPrefix(".") else { throw .badExportName(name) }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
    if exists, !isFolder.boolValue {
      throw .cannotWrite(path: folder.path, reason: "there is a file of this name")
    }
    guard exists, !force, !isEarlierExport else { return }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw .cannotWrite(path: folder.path, reason: "the folder cannot be listed")
    }
    if !names.isEmpty { throw .destinationOccupied(folder: folder.path) }
  }

  var name: String { folder.lastPathComponent }

  func url(_ file: String) -> URL { folder.appending(path: file) }

  /// Makes the folder and marks it as an export, so that an interrupted one can be repeated.
  func prepare() throws(ReportError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path: folder.path, reason: error.localizedDescription)
    }
    if !isEarlierExport { try write("{\"format\": \"\(Self.format)\"}\n", as: Self.manifestFile) }
  }

  /// Writes a text so that a reader meets the old file or the new one.
  func write(_ text: String, as file: String) throws(ReportError) {
    do throws(StoreError) {
      try AtomicFile.write(Array(text.utf8), to: url(file).path)
    } catch {
      throw .cannotWrite(path: error.path, reason: error.reason)
    }
  }

  /// Takes a file along; the copy has its name only when it is complete.
  func copy(_ source: URL, as file: String) throws(ReportError) {
    let temporary = url(".\(file).\(UUID().uuidString).capi-tmp")
    defer { try? FileManager.default.removeItem(at: temporary) }
    do { try FileManager.default.copyItem(at: source, to: temporary) } catch {
      throw .cannotWrite(
        path: url(file).path, reason: "\(source.path): \(error.localizedDescription)")
    }
    guard rename(temporary.path, url(file).path) == 0 else {
      throw .cannotWrite(path: url(file).path, reason: String(cString: strerror(errno)))
    }
  }

  func remove(_ file: String) throws(ReportError) {
    guard FileManager.default.fileExists(atPath: url(file).path) else { return }
    do {
      try FileManager.default.removeItem(at: url(file))
    } catch {
      throw .cannotWrite(path: url(file).path, reason: error.localizedDescription)
    }
  }

  /// States what the export holds; its presence is what makes the folder an export.
  func writeManifest(_ summary: ExportSummary, sweepID: String) throws(ReportError) {
    let manifest = Manifest(
      format: Self.format, version: 1, sweep: sweepID, files: summary.files,
      rows: Dictionary(uniqueKeysWithValues: summary.rows.map { ($0.table, $0.count) }))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(manifest) else {
      throw .cannotWrite(path: url(Self.manifestFile).path, reason: "its text cannot be encoded")
    }
    try write(String(decoding: data, as: UTF8.self) + "\n", as: Self.manifestFile)
  }

  private var isEarlierExport: Bool {
    struct Marker: Decodable { let format: String }
    guard let data = try? Data(contentsOf: url(Self.manifestFile)),
      let marker = try? JSONDecoder().decode(Marker.self, from: data)
    else { return false }
    return marker.format == Self.format
  }

  private struct Manifest: Encodable {
    let format: String
    let version: Int
    let sweep: String
    let files: [String]
    let rows: [String: Int]
  }
}
