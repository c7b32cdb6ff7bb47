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

  private let contents: SegmentationFiles

  /// 21 categories of pixels.
  public var info: DatasetInfo { contents.info }
  /// Broken files met so far under `skip`.
  public var skippedFiles: [String] { contents.skippedFiles }
  /// Images, annotations and tables.
  public var files: DatasetFiles? { contents.files }

  /// Reads both lists; no image is opened yet.
  ///
  /// - Throws: ``ImagingError/layout(path:reason:)`` where a list or a listed file is missing.
  public init(root: String, onError: OnError = .fail) throws {
    contents = try SegmentationFiles(
      root: root, name: "voc2012", train: Self.pairs(root, "train"),
      test: Self.pairs(root, "val"), classNames: Self.classNames, ignoredLabels: [255],
      tables: [Self.list("train"), Self.list("val")], onError: onError)
  }

  public func count(_ split: Split) -> Int { contents.pairs(split).count }

  public func sample(_ split: Split, at index: Int) throws -> Sample {
    try contents.sample(split, at: index)
  }

  public func sample(_ split: Split, at index: Int, decoding: Decoding) throws -> Sample {
    try contents.sample(split, at: index, decoding)
  }

  private static func list(_ half: String) -> String { "ImageSets/Segmentation/\(half).txt" }

  private static func pairs(_ root: String, _ half: String) throws -> [SegmentationFiles.Pair] {
    let path = "\(root)/\(list(half))"
    let pairs = try TextLines.read(path).map { line in
      let identifier = line.trimming(" \t")
      return SegmentationFiles.Pair(
        image: "JPEGImages/\(identifier).jpg", annotation: "SegmentationClass/\(identifier).png")
    }
    guard !pairs.isEmpty else { throw ImagingError.layout(path: path, reason: "lists no image") }
    return pairs
  }
}
