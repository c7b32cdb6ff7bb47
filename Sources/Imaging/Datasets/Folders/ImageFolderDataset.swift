import Torch

/// Images sorted into one folder for each class.
///
/// Two layouts are taken. With halves: `root/train/<class>/…` and `root/test/<class>/…`, where the
/// second folder may be called `test`, `val` or `validation`. Without: `root/<class>/…` and a
/// `testFraction`; then each image's half is decided by a hash of its path alone, so that it stays
/// where it is when others are added. Classes are numbered in the order of their names; images
/// (`.jpg`, `.jpeg`, `.png`, at any depth) are in the order of their paths; other files are left
/// alone.
public struct ImageFolderDataset: ImageDataset {
  private typealias Entry = ClassifiedFiles.Entry

  private let contents: ClassifiedFiles

  /// Classes of images, no pixel labels.
  public var info: DatasetInfo { contents.info }
  /// Broken files met so far under `skip`.
  public var skippedFiles: [String] { contents.skippedFiles }
  /// The images.
  public var files: DatasetFiles? { contents.files }

  /// Looks through the folders; no image is opened yet.
  ///
  /// - Parameters:
  ///   - root: The folder that holds `train` and `test`, or the classes themselves.
  ///   - testFraction: Share of the images to test on, between 0 and 1, for a root without halves.
  ///   - onError: What happens with an image that cannot be decoded.
  /// - Throws: ``ImagingError/layout(path:reason:)`` when folders or images are missing;
  ///   ``ImagingError/parameter(name:reason:)`` for a fraction that is out of range or not needed.
  public init(root: String, testFraction: Double? = nil, onError: OnError = .fail) throws {
    let folders = try FolderTree.folders(in: root)
    let testNames = ["test", "val", "validation"].filter(folders.contains)
    let classNames: [String]
    let (train, test): ([Entry], [Entry])
    if folders.contains("train") {
      guard testFraction == nil else {
        throw ImagingError.parameter(
          name: "test_fraction", reason: "\(root) has a train folder; leave the fraction out")
      }
      guard let testName = testNames.first, testNames.count == 1 else {
        throw ImagingError.layout(
          path: root,
          reason: testNames.isEmpty
            ? "has a train folder, but none called test, val or validation"
            : "has \(testNames.joined(separator: " and ")); keep one of them")
      }
      classNames = try Self.classes(in: "\(root)/train")
      train = try Self.entries(root, "train", classNames)
      test = try Self.entries(root, testName, classNames)
    } else {
      classNames = try Self.classes(in: root)
      (train, test) = try Self.divided(
        Self.entries(root, nil, classNames), root: root, fraction: testFraction)
    }
    contents = try ClassifiedFiles(
      root: root, name: "image-folder", classNames: classNames, train: train, test: test,
      remark: testFraction.map { ", test fraction \($0)" } ?? "", onError: onError)
  }

  /// Images of the split.
  public func count(_ split: Split) -> Int { contents.count(split) }

  /// One image with its class.
  public func sample(_ split: Split, at index: Int) throws -> Sample {
    try contents.sample(split, at: index, .full)
  }

  public func sample(_ split: Split, at index: Int, decoding: Decoding) throws -> Sample {
    try contents.sample(split, at: index, decoding)
  }

  private static func classes(in folder: String) throws -> [String] {
    let names = try FolderTree.folders(in: folder)
    guard !names.isEmpty else {
      throw ImagingError.layout(
        path: folder, reason: "has no class folders; images go into one folder for each class")
    }
    return names
  }

  private static func entries(
    _ root: String, _ half: String?, _ classNames: [String]
  ) throws -> [Entry] {
    let prefix = half.map { $0 + "/" } ?? ""
    let folder = half.map { "\(root)/\($0)" } ?? root
    for name in try classes(in: folder) where !classNames.contains(name) {
      throw ImagingError.layout(
        path: "\(folder)/\(name)", reason: "is a class that train does not have")
    }
    var entries: [Entry] = []
    for (label, name) in classNames.enumerated() {
      // A class without test images is fine; one without training images cannot be learnt.
      guard half == nil || half == "train" || FolderTree.isFolder("\(folder)/\(name)") else {
        continue
      }
      let images = try FolderTree.images(
        below: "\(folder)/\(name)", extensions: ["jpg", "jpeg", "png"])
      guard !images.isEmpty else {
        throw ImagingError.layout(
          path: "\(folder)/\(name)", reason: "has no .jpg, .jpeg or .png images")
      }
      entries += images.map { Entry(path: "\(prefix)\(name)/\($0)", label: label) }
    }
    return entries
  }

  private static func divided(
    _ entries: [Entry], root: String, fraction: Double?
  ) throws -> ([Entry], [Entry]) {
    guard let fraction else {
      throw ImagingError.layout(
        path: root,
        reason: "has no train folder; make train and test folders, or set test_fraction")
    }
    guard fraction > 0, fraction < 1 else {
      throw ImagingError.parameter(
        name: "test_fraction", reason: "\(fraction) is not between 0 and 1")
    }
    var train: [Entry] = []
    var test: [Entry] = []
    for entry in entries {
      var stream = RandomStream(seed: 0, purpose: "image-folder/split/\(entry.path)")
      if stream.chance(fraction) { test.append(entry) } else { train.append(entry) }
    }
    guard !train.isEmpty, !test.isEmpty else {
      throw ImagingError.parameter(
        name: "test_fraction",
        reason: "\(fraction) of \(entries.count) images leaves one half empty")
    }
    return (train, test)
  }
}
