#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif
internal import HDF5

/// A finished file of features; `docs/hdf5-schema.md` describes it.
public final class FeatureFile {
  /// Version of the layout that this program writes.
  public static let schemaVersion: Int64 = 1
  static let format = "capi-features"
  static let layoutAttributes: Set<String> = [
    "format", "schema_version", "min_reader_version", "HDF5_Version",
  ]

  public let path: String
  public let layout: FeatureLayout
  /// What the features are of.
  public let about: [TextEntry]
  private let descriptor: Int32
  private let places: FeaturePlaces

  /// Opens a file, after checking everything in it but the features and label maps.
  ///
  /// - Throws: ``StoreError``: `missing`, `damaged`, `wrongFormat` or `newerVersion`.
  public init(_ path: String) throws(StoreError) {
    let descriptor = try Platform.open(path, O_RDONLY, "cannot be read")
    do throws(StoreError) {
      let footer = try FeatureFooter.read(descriptor, path: path)
      let file = try StoreError.wrapping(path) { () throws(HDF5Error) in try File.open(path) }
      try SealedHDF5.checkIdentity(
        file, format: Self.format, version: Self.schemaVersion, path: path)
      (layout, about) = try StoreError.wrapping(path) { () throws(HDF5Error) in
        try Self.describe(file.root)
      }
      try layout.validate(path: path)
      let layout = layout
      places = try StoreError.wrapping(path) { () throws(HDF5Error) in
        try FeaturePlaces(file.root, layout: layout)
      }
      guard Self.footer(layout, places, length: footer.length) == footer else {
        throw StoreError(
          .damaged, path: path, reason: "its datasets do not lie where its footer says")
      }
    } catch {
      Platform.closeQuietly(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { Platform.closeQuietly(descriptor) }

  /// Positions of the images in the split of the data set.
  public func indices() throws(StoreError) -> [Int64] { try column(.index) }

  /// Classes of the images; empty without.
  public func labels() throws(StoreError) -> [Int64] { try column(.label) }

  /// The features of some images, `[image, row, column, channel]`, checked against their checksums.
  ///
  /// - Throws: ``StoreError`` with code `damaged` that names the first image that is.
  public func values(_ images: Range<Int>) throws(StoreError) -> FeatureValues {
    precondition(images.lowerBound >= 0 && images.upperBound <= layout.images)
    let bytes = try read(places.data, images, layout.bytesPerImage)
    if let image = try damaged(bytes, images, layout.bytesPerImage, .dataSum, .dataWeighted).first {
      throw StoreError(
        .damaged, path: path, reason: "the features of image \(image) do not match their checksum")
    }
    let count = images.count * layout.valuesPerImage
    return bytes.withUnsafeBytes { bytes in
      switch layout.precision {
      case .float32:
        .float32(
          (0..<count).map {
            Float(
              bitPattern: UInt32(
                littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
          })
      case .float16:
        .float16(
          (0..<count).map {
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 2, as: UInt16.self))
          })
      }
    }
  }

  /// Label maps of some images, `[image, height, width]`; empty without.
  public func pixelLabels(_ images: Range<Int>) throws(StoreError) -> [UInt8] {
    precondition(images.lowerBound >= 0 && images.upperBound <= layout.images)
    guard layout.pixelLabelSize != nil else { return [] }
    let bytes = try read(places.pixelLabels, images, layout.pixelLabelsPerImage)
    if let image = try damaged(
      bytes, images, layout.pixelLabelsPerImage, .pixelSum, .pixelWeighted
    ).first {
      throw StoreError(
        .damaged, path: path, reason: "the label map of image \(image) does not match its checksum")
    }
    return bytes
  }

  /// What a check of all features and label maps has found.
  public struct Inspection: Sendable, Equatable {
    /// Images whose features differ from their checksum.
    public var damagedImages: [Int] = []
    /// Images whose label map differs from its checksum.
    public var damagedPixelLabels: [Int] = []
    /// Images with a feature that is infinite or no number.
    public var notFinite: [Int] = []

    public init() {}
  }

  /// Reads everything once, in constant memory.
  public func inspect() throws(StoreError) -> Inspection {
    var result = Inspection()
    let step = max(1, (16 << 20) / max(1, layout.bytesPerImage + layout.pixelLabelsPerImage))
    for start in stride(from: 0, to: layout.images, by: step) {
      let images = start..<min(start + step, layout.images)
      let bytes = try read(places.data, images, layout.bytesPerImage)
      result.damagedImages += try damaged(
        bytes, images, layout.bytesPerImage, .dataSum, .dataWeighted)
      result.notFinite += images.filter { !isFinite(bytes, image: $0 - start) }
      if layout.pixelLabelSize != nil {
        let labels = try read(places.pixelLabels, images, layout.pixelLabelsPerImage)
        result.damagedPixelLabels += try damaged(
          labels, images, layout.pixelLabelsPerImage, .pixelSum, .pixelWeighted)
      }
    }
    return result
  }

  private func isFinite(_ bytes: [UInt8], image: Int) -> Bool {
    let place = (image * layout.bytesPerImage)..<((image + 1) * layout.bytesPerImage)
    let precision = layout.precision
    return bytes.withUnsafeBytes { bytes in
      stride(from: place.lowerBound, to: place.upperBound, by: precision.bytes).allSatisfy {
        switch precision {
        case .float32:
          UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
            & 0x7F80_0000 != 0x7F80_0000
        case .float16:
          HalfPrecision.isFinite(
            UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt16.self)))
        }
      }
    }
  }

  private func damaged(
    _ bytes: [UInt8], _ images: Range<Int>, _ perImage: Int, _ sum: FeaturePlaces.Column,
    _ weighted: FeaturePlaces.Column
  ) throws(StoreError) -> [Int] {
    let (sums, weights) = (try column(sum, images), try column(weighted, images))
    return bytes.withUnsafeBytes { bytes in
      images.filter { image in
        let position = image - images.lowerBound
        let found = WordSums(
          UnsafeRawBufferPointer(
            rebasing: bytes[(position * perImage)..<((position + 1) * perImage)]))
        return found.sum != UInt64(bitPattern: sums[position])
          || found.weighted != UInt64(bitPattern: weights[position])
      }
    }
  }

  private func column(
    _ column: FeaturePlaces.Column, _ images: Range<Int>? = nil
  ) throws(StoreError) -> [Int64] {
    guard let offset = places.columns[column] else { return [] }
    let images = images ?? 0..<layout.images
    let bytes = try read(offset, images, 8)
    return bytes.withUnsafeBytes { bytes in
      images.indices.map {
        Int64(
          littleEndian: bytes.loadUnaligned(
            fromByteOffset: ($0 - images.lowerBound) * 8, as: Int64.self))
      }
    }
  }

  private func read(_ offset: Int?, _ images: Range<Int>, _ perImage: Int) throws(StoreError)
    -> [UInt8]
  {
    guard let offset, !images.isEmpty else { return [] }
    let count = images.count * perImage
    var failure: StoreError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(StoreError) {
        try Platform.read(
          descriptor, at: offset + images.lowerBound * perImage,
          into: UnsafeMutableRawBufferPointer(buffer), path: path)
        filled = count
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }
}
