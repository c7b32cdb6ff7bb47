/// ImageNet-1k (ILSVRC 2012 classification) as it is unpacked.
///
/// `train/<synset>/….JPEG`, and for validation either `val/<synset>/….JPEG` or the published flat
/// `val/ILSVRC2012_val_….JPEG` with `LOC_val_solution.csv` beside the folders (its first column
/// names an image, the first word of its second the synset). `LOC_synset_mapping.txt`, where it is
/// there, gives the synsets their names. Classes are numbered in the order of their synsets.
public struct ImageNetDataset: ImageDataset {
  private typealias Entry = ClassifiedFiles.Entry

  private static let extensions: Set<String> = ["jpeg", "jpg", "png"]

  private static let solutions = "LOC_val_solution.csv"
  private static let synsetNames = "LOC_synset_mapping.txt"

  private let contents: ClassifiedFiles

  /// Classes of images, no pixel labels.
  public var info: DatasetInfo { contents.info }
  /// Broken files met so far under `skip`.
  public var skippedFiles: [String] { contents.skippedFiles }
  /// The images and the tables.
  public var files: DatasetFiles? { contents.files }

  /// Looks through the folders and the tables; no image is opened yet.
  ///
  /// - Throws: ``ImagingError/layout(path:reason:)`` saying which file or folder is missing.
  public init(root: String, onError: OnError = .fail) throws {
    let synsets = try FolderTree.folders(in: "\(root)/train")
    guard !synsets.isEmpty else {
      throw ImagingError.layout(
        path: "\(root)/train", reason: "has no synset folders such as n01440764")
    }
    let labels = Dictionary(uniqueKeysWithValues: zip(synsets, synsets.indices))
    let folders = try FolderTree.folders(in: "\(root)/val")
    contents = try ClassifiedFiles(
      root: root, name: "imagenet-folder", classNames: Self.names(root, synsets),
      train: Self.sorted(root, "train", labels),
      test: folders.isEmpty ? Self.flat(root, labels) : Self.sorted(root, "val", labels),
      tables: [Self.synsetNames] + (folders.isEmpty ? [Self.solutions] : []), onError: onError)
  }

  public func count(_ split: Split) -> Int { contents.count(split) }

  public func sample(_ split: Split, at index: Int) throws -> Sample {
    try contents.sample(split, at: index, .full)
  }

  public func sample(_ split: Split, at index: Int, decoding: Decoding) throws -> Sample {
    try contents.sample(split, at: index, decoding)
  }

  private static func sorted(
    _ root: String, _ half: String, _ labels: [String: Int]
  ) throws -> [Entry] {
    var entries: [Entry] = []
    for synset in try FolderTree.folders(in: "\(root)/\(half)") {
      guard let label = labels[synset] else {
        throw ImagingError.layout(
          path: "\(root)/\(half)/\(synset)", reason: "is a synset that train does not have")
      }
      let images = try FolderTree.images(
        below: "\(root)/\(half)/\(synset)", extensions: extensions)
      entries += images.map { Entry(path: "\(half)/\(synset)/\($0)", label: label) }
    }
    guard !entries.isEmpty else {
      throw ImagingError.layout(path: "\(root)/\(half)", reason: "has no .JPEG images")
    }
    return entries
  }

  private static func flat(_ root: String, _ labels: [String: Int]) throws -> [Entry] {
    let table = "\(root)/\(solutions)"
    var known: [String: Int] = [:]
    for (number, line) in try TextLines.read(table).enumerated().dropFirst() {
      let columns = line.split(separator: ",", maxSplits: 1)
      guard columns.count == 2, let synset = columns[1].split(separator: " ").first,
        let label = labels[String(synset)]
      else {
        throw ImagingError.layout(
          path: table,
          reason: "line \(number + 1) does not name an image and a synset of the train folder")
      }
      known[String(columns[0])] = label
    }
    let images = try FolderTree.images(below: "\(root)/val", extensions: extensions)
    guard !images.isEmpty else {
      throw ImagingError.layout(path: "\(root)/val", reason: "has no .JPEG images")
    }
    return try images.map { image in
      let stem = String(image[..<(image.lastIndex(of: ".") ?? image.endIndex)])
      guard let label = known[stem] else {
        throw ImagingError.layout(path: table, reason: "does not name the image \(image)")
      }
      return Entry(path: "val/\(image)", label: label)
    }
  }

  /// The first name of each synset, the synset itself without the table.
  private static func names(_ root: String, _ synsets: [String]) throws -> [String] {
    guard let lines = try? TextLines.read("\(root)/\(synsetNames)") else { return synsets }
    var names: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { continue }
      names[String(parts[0])] = String(parts[1].prefix { $0 != "," })
    }
    return synsets.map { names[$0] ?? $0 }
  }
}
