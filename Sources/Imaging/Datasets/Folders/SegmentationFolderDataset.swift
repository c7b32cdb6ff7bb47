/// Images with a label for each pixel, in the folders of ADE20K.
///
/// `root/images/{training,validation}/…` hold JPEG or PNG images, and
/// `root/annotations/{training,validation}/…` a PNG of the same name for each, whose grey values or
/// palette indices are the labels 0 … 255. Annotations without an image are left alone. Nothing is
/// ignored unless `ignoredLabels` says so: in ADE20K and CamVid 0 means "not labelled", elsewhere 0
/// may be a category or 255 the mark.
public struct SegmentationFolderDataset: ImageDataset {
  private let contents: SegmentationFiles

  /// Categories of pixels, no classes of images.
  public var info: DatasetInfo { contents.info }
  /// Broken files met so far under `skip`.
  public var skippedFiles: [String] { contents.skippedFiles }
  /// Images, annotations and tables.
  public var files: DatasetFiles? { contents.files }

  /// Looks through the folders.
  ///
  /// - Parameters:
  ///   - root: The folder that holds `images` and `annotations`.
  ///   - ignoredLabels: Labels that are no category.
  ///   - classNames: The name of each label from 0 up, ignored ones included. Without names every
  ///     annotation is read once to find the largest label (about a millisecond each).
  ///   - onError: What happens with an image or annotation that cannot be used.
  /// - Throws: ``ImagingError/layout(path:reason:)`` when folders, images or annotations are
  ///   missing; without names also what reading annotations throws.
  public init(
    root: String, ignoredLabels: [UInt8], classNames: [String]? = nil, onError: OnError = .fail
  ) throws {
    try self.init(
      root: root, name: "segmentation-folder", ignoredLabels: ignoredLabels,
      classNames: classNames, onError: onError)
  }

  /// The same under another data set's name.
  init(
    root: String, name: String, ignoredLabels: [UInt8], classNames: [String]?,
    tables: [String] = [], onError: OnError
  ) throws {
    let train = try Self.pairs(root, "training")
    let test = try Self.pairs(root, "validation")
    if let classNames, !(1...256).contains(classNames.count) {
      throw ImagingError.parameter(
        name: "class_names", reason: "has \(classNames.count) names; labels are 0 … 255")
    }
    let names =
      try classNames ?? Self.numberedNames(root, train + test, ignoredLabels, onError)
    contents = try SegmentationFiles(
      root: root, name: name, train: train, test: test, classNames: names,
      ignoredLabels: ignoredLabels, tables: tables, onError: onError)
  }

  /// Images of the split: `training` to train on, `validation` to test on.
  public func count(_ split: Split) -> Int { contents.pairs(split).count }

  /// One image with its label map.
  public func sample(_ split: Split, at index: Int) throws -> Sample {
    try contents.sample(split, at: index)
  }

  public func sample(_ split: Split, at index: Int, decoding: Decoding) throws -> Sample {
    try contents.sample(split, at: index, decoding)
  }

  private static func pairs(_ root: String, _ half: String) throws -> [SegmentationFiles.Pair] {
    let (images, annotations) = ("images/\(half)", "annotations/\(half)")
    for folder in [images, annotations] where !FolderTree.isFolder("\(root)/\(folder)") {
      throw ImagingError.layout(
        path: "\(root)/\(folder)",
        reason: "there is no such folder; the layout is "
          + "images/{training,validation} and annotations/{training,validation}")
    }
    let known = Set(try FolderTree.images(below: "\(root)/\(annotations)", extensions: ["png"]))
    var missing: [String] = []
    var stems: [String: String] = [:]
    var pairs: [SegmentationFiles.Pair] = []
    for image in try FolderTree.images(
      below: "\(root)/\(images)", extensions: ["jpg", "jpeg", "png"])
    {
      let stem = String(image[..<(image.lastIndex(of: ".") ?? image.endIndex)])
      if let other = stems.updateValue(image, forKey: stem) {
        throw ImagingError.layout(
          path: "\(root)/\(images)", reason: "\(other) and \(image) share one annotation")
      }
      if known.contains("\(stem).png") {
        pairs.append(
          .init(image: "\(images)/\(image)", annotation: "\(annotations)/\(stem).png"))
      } else {
        missing.append("\(stem).png")
      }
    }
    if let first = missing.first {
      let others = missing.count > 1 ? " (and \(missing.count - 1) others)" : ""
      throw ImagingError.layout(
        path: "\(root)/\(annotations)", reason: "\(first) is missing\(others)")
    }
    guard !pairs.isEmpty else {
      throw ImagingError.layout(
        path: "\(root)/\(images)", reason: "has no .jpg, .jpeg or .png images")
    }
    return pairs
  }

  /// `label 0`, `label 1`, … up to the largest label in use that is not ignored.
  private static func numberedNames(
    _ root: String, _ pairs: [SegmentationFiles.Pair], _ ignored: [UInt8], _ onError: OnError
  ) throws -> [String] {
    var inUse = Set<UInt8>()
    for pair in pairs {
      do {
        inUse.formUnion(try ImageFile.readLabels("\(root)/\(pair.annotation)").labels)
      } catch {
        guard onError == .skip else { throw error }
      }
    }
    let largest = inUse.subtracting(ignored).max() ?? 0
    return (0...Int(largest)).map { "label \($0)" }
  }
}
