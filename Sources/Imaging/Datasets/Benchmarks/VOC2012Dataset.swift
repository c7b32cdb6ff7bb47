/// Pascal VOC 2012's segmentation task (`VOCdevkit/VOC2012`) as it is unpacked.
///
/// `ImageSets/Segmentation/{train,val}.txt` list images, `JPEGImages/<id>.jpg` holds them and
/// `SegmentationClass/<id>.png` their labels as palette indices: 0 is background, a category like
/// the others, and 255 the border between objects, which is ignored.
public struct VOC2012Dataset: ImageDataset {
  /// Background and the twenty categories, in the order of their labels.
  public static let classNames = [
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair",
    "cow", "dining table", "dog", "horse", "motorbike", "person", "potted plant", "sheep", "sofa",
    "train", "tv/monitor",
  ]

  private let files: SegmentationFiles

  /// 21 categories of pixels.
  public var info: DatasetInfo { files.info }
  /// Broken files met so far under `skip`.
  public var skippedFiles: [String] { files.skippedFiles }

  /// Reads both lists; no image is opened yet.
  ///
  /// - Throws: ``ImagingError/layout(path:reason:)`` where a list or a listed file is missing.
  public init(root: String, onError: OnError = .fail) throws {
    files = try SegmentationFiles(
      root: root, name: "voc2012", train: Self.pairs(root, "train"),
      test: Self.pairs(root, "val"), classNames: Self.classNames, ignoredLabels: [255],
      onError: onError)
  }

  public func count(_ split: Split) -> Int { files.pairs(split).count }

  public func sample(_ split: Split, at index: Int) throws -> Sample {
    try files.sample(split, at: index)
  }

  private static func pairs(_ root: String, _ list: String) throws -> [SegmentationFiles.Pair] {
    let path = "\(root)/ImageSets/Segmentation/\(list).txt"
    let pairs = try TextLines.read(path).map { line in
      let identifier = line.trimming(" \t")
      return SegmentationFiles.Pair(
        image: "JPEGImages/\(identifier).jpg", annotation: "SegmentationClass/\(identifier).png")
    }
    guard !pairs.isEmpty else { throw ImagingError.layout(path: path, reason: "lists no image") }
    return pairs
  }
}
