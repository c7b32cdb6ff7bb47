import Foundation

/// CIFAR-10's original "binary version" (`cifar-10-batches-bin`).
///
/// `data_batch_1.bin` … `data_batch_5.bin`, `test_batch.bin` and `batches.meta.txt`. A record is one
/// byte of label, then 1024 bytes each of red, green and blue, row by row. The files are mapped, not
/// read into memory.
public struct CIFAR10BinaryDataset: ImageDataset {
  private static let side = 32
  private static let recordBytes = 1 + 3 * side * side

  private struct Batch: Sendable {
    let name: String
    let data: Data
    var count: Int { data.count / CIFAR10BinaryDataset.recordBytes }
  }

  private let root: String
  private let train, test: [Batch]

  /// Ten classes of images.
  public let info: DatasetInfo

  /// Maps the files.
  ///
  /// - Throws: ``ImagingError``: `layout` where a file is missing, `damaged` where it is cut short
  ///   or has a label that is no class.
  public init(root: String) throws {
    let names = try TextLines.read("\(root)/batches.meta.txt").map { $0.trimming(" \t") }
    guard names.count == 10 else {
      throw ImagingError.layout(
        path: "\(root)/batches.meta.txt", reason: "names \(names.count) classes, not 10")
    }
    let train = try (1...5).map { try Self.batch(root, "data_batch_\($0).bin") }
    let test = [try Self.batch(root, "test_batch.bin")]
    var fingerprint = FolderFingerprint()
    try fingerprint.add(root, (train + test).map(\.name), .fail)
    info = DatasetInfo(
      name: "cifar10-binary", classNames: names,
      fingerprint: "cifar10-binary v1: \(fingerprint.text)")
    self.root = root
    self.train = train
    self.test = test
  }

  /// The six batches and the table of names.
  public var files: DatasetFiles? {
    DatasetFiles(root: root, paths: ["batches.meta.txt"] + (train + test).map(\.name))
  }

  public func count(_ split: Split) -> Int { batches(split).reduce(0) { $0 + $1.count } }

  public func sample(_ split: Split, at index: Int) throws -> Sample {
    var place = index
    for batch in batches(split) where place >= 0 {
      if place < batch.count { return try sample(batch, place) }
      place -= batch.count
    }
    throw ImagingError.index(index, split: split, count: count(split))
  }

  private func batches(_ split: Split) -> [Batch] { split == .train ? train : test }

  private func sample(_ batch: Batch, _ place: Int) throws -> Sample {
    let area = Self.side * Self.side
    let start = batch.data.startIndex + place * Self.recordBytes
    let label = Int(batch.data[start])
    guard label < info.classNames.count else {
      throw ImagingError.damaged(
        path: "\(root)/\(batch.name)", reason: "record \(place) has the label \(label)")
    }
    var pixels = [UInt8](repeating: 0, count: 3 * area)
    batch.data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      let first = place * Self.recordBytes + 1
      for channel in 0..<3 {
        for pixel in 0..<area {
          pixels[3 * pixel + channel] = bytes[first + channel * area + pixel]
        }
      }
    }
    return Sample(
      image: RGBImage(width: Self.side, height: Self.side, pixels: pixels), label: label,
      labelMap: nil, identifier: "\(batch.name)/\(place)")
  }

  private static func batch(_ root: String, _ name: String) throws -> Batch {
    let path = "\(root)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else {
      throw ImagingError.layout(
        path: path,
        reason: "there is no such file; give the folder cifar-10-batches-bin of the binary version")
    }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw ImagingError.unreadable(path: path, reason: error.localizedDescription)
    }
    guard !data.isEmpty, data.count % recordBytes == 0 else {
      throw ImagingError.damaged(
        path: path, reason: "has \(data.count) bytes, which is no multiple of \(recordBytes)")
    }
    return Batch(name: name, data: data)
  }
}
