import Foundation
import HDF5

/// Images and labels in one HDF5 file.
///
/// For each half (`train`, `test`) a group with `images` (uint8 `[N, height, width, 3]`) and one or
/// both of `labels` (any integer `[N]`) and `label_maps` (uint8 `[N, height, width]`). At the root
/// `class_names` and `pixel_class_names`: lists of text. Ignored pixel labels are the caller's.
/// Images are read one at a time.
public struct HDF5Dataset: ImageDataset {
  private struct Half: Sendable {
    let images: Dataset
    let shape: [Int]
    let labels: [Int]?
    let maps: Dataset?
  }

  private let path: String
  private let train, test: Half

  /// Classes of images, of pixels, or both.
  public let info: DatasetInfo

  /// Opens the file and checks shapes and labels; no image is read yet.
  ///
  /// - Throws: ``ImagingError/layout(path:reason:)`` where the file is not laid out as above.
  public init(path: String, ignoredLabels: [UInt8] = []) throws {
    self.path = path
    let file: File
    do {
      file = try File.open(path)
    } catch {
      throw ImagingError.unreadable(path: path, reason: "\(error)")
    }
    let classNames = try Self.names(file.root, "class_names", path)
    let pixelClassNames = try Self.names(file.root, "pixel_class_names", path)
    train = try Self.half(file.root, "train", path, classNames, pixelClassNames)
    test = try Self.half(file.root, "test", path, classNames, pixelClassNames)
    let ignored = Set(ignoredLabels).sorted()
    let listed = ignored.map { "\($0)" }.joined(separator: ", ")
    var fingerprint = FolderFingerprint()
    let url = URL(fileURLWithPath: path)
    try fingerprint.add(url.deletingLastPathComponent().path, [url.lastPathComponent], .fail)
    info = DatasetInfo(
      name: "hdf5", classNames: classNames, pixelClassNames: pixelClassNames,
      ignoredLabels: ignored,
      labelConvention: pixelClassNames.isEmpty
        ? ""
        : "labels 0 … \(pixelClassNames.count - 1) are categories; ignored: "
          + (listed.isEmpty ? "none" : listed),
      fingerprint: "hdf5 v1: \(fingerprint.text); ignored \(listed)")
  }

  /// The file.
  public var files: DatasetFiles? {
    let url = URL(fileURLWithPath: path)
    return DatasetFiles(
      root: url.deletingLastPathComponent().path, paths: [url.lastPathComponent])
  }

  public func count(_ split: Split) -> Int { half(split).shape[0] }

  public func sample(_ split: Split, at index: Int) throws -> Sample {
    let half = half(split)
    guard index >= 0, index < half.shape[0] else {
      throw ImagingError.index(index, split: split, count: half.shape[0])
    }
    let (height, width) = (half.shape[1], half.shape[2])
    do {
      let pixels: [UInt8] = try half.images.read(rows: index..<index + 1)
      let labels: [UInt8]? = try half.maps?.read(rows: index..<index + 1)
      return Sample(
        image: RGBImage(width: width, height: height, pixels: pixels), label: half.labels?[index],
        labelMap: labels.map { LabelMap(width: width, height: height, labels: $0) },
        identifier: "\(split.rawValue)/\(index)")
    } catch {
      throw ImagingError.unreadable(path: path, reason: "\(error)")
    }
  }

  private func half(_ split: Split) -> Half { split == .train ? train : test }

  private static func names(_ root: Group, _ name: String, _ path: String) throws -> [String] {
    guard try root.contains(name) else { return [] }
    return try layout(path) { try root.dataset(name).readTexts() }
  }

  private static func half(
    _ root: Group, _ name: String, _ path: String, _ classNames: [String],
    _ pixelClassNames: [String]
  ) throws -> Half {
    func refuse(_ reason: String) -> ImagingError { .layout(path: path, reason: reason) }
    guard try root.contains(name), try root.group(name).contains("images") else {
      throw refuse("has no /\(name)/images")
    }
    return try layout(path) {
      let group = try root.group(name)
      let images = try group.dataset("images")
      let shape = try images.shape()
      let stored = try images.storedType()
      guard shape.count == 4, shape[3] == 3, shape.allSatisfy({ $0 > 0 }),
        stored == .integer(bits: 8, signed: false)
      else {
        throw refuse(
          "/\(name)/images is \(stored) \(shape), not uint8 [N, height, width, 3]")
      }
      var labels: [Int]?
      if !classNames.isEmpty {
        guard try group.contains("labels") else {
          throw refuse("has class_names but no /\(name)/labels")
        }
        let values: [Int64] = try group.dataset("labels").read()
        guard values.count == shape[0] else {
          throw refuse("/\(name)/labels has \(values.count) labels for \(shape[0]) images")
        }
        if let wrong = values.first(where: { $0 < 0 || $0 >= classNames.count }) {
          throw refuse(
            "/\(name)/labels has the label \(wrong), but class_names ends at "
              + "\(classNames.count - 1)")
        }
        labels = values.map(Int.init)
      }
      var maps: Dataset?
      if !pixelClassNames.isEmpty {
        guard try group.contains("label_maps") else {
          throw refuse("has pixel_class_names but no /\(name)/label_maps")
        }
        let found = try group.dataset("label_maps")
        let mapShape = try found.shape()
        let mapType = try found.storedType()
        guard mapShape == Array(shape.dropLast()),
          mapType == .integer(bits: 8, signed: false)
        else {
          throw refuse(
            "/\(name)/label_maps is \(mapType) \(mapShape), not uint8 "
              + "\(Array(shape.dropLast()))")
        }
        maps = found
      }
      return Half(images: images, shape: shape, labels: labels, maps: maps)
    }
  }

  /// What HDF5 says of a file that is not as it should be, as this module's error.
  private static func layout<R>(_ path: String, _ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let error as HDF5Error {
      throw ImagingError.layout(path: path, reason: "\(error)")
    }
  }
}
