/// ADE20K's scene parsing benchmark (`ADEChallengeData2016`) as it is unpacked.
///
/// `images/{training,validation}`, `annotations/{training,validation}` and `objectInfo150.txt`,
/// which names the 150 categories. Label 0 means "none of them" and is ignored, as is 255.
public enum ADE20KDataset {
  static let name = "ade20k"
  private static let table = "objectInfo150.txt"
  static let ignoredLabels: [UInt8] = [0, 255]

  /// Looks through the folders.
  ///
  /// - Throws: ``ImagingError/layout(path:reason:)`` where files are missing or the table of names
  ///   is not as published.
  public static func open(root: String, onError: OnError = .fail) throws -> any ImageDataset {
    try SegmentationFolderDataset(
      root: root, name: name, ignoredLabels: ignoredLabels,
      classNames: ["unlabelled"] + names(root), tables: [table], onError: onError)
  }

  /// The fifth column of `objectInfo150.txt`, up to the first comma.
  private static func names(_ root: String) throws -> [String] {
    let path = "\(root)/\(table)"
    let lines = try TextLines.read(path).dropFirst()
    var names: [String] = []
    for line in lines {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count >= 5, let number = Int(columns[0].trimming(" ")),
        number == names.count + 1
      else {
        throw ImagingError.layout(
          path: path,
          reason: "line \(names.count + 2) is not 'number, three counts, name' "
            + "separated by tabs; use the file that comes with ADEChallengeData2016")
      }
      names.append(String(columns[4].prefix { $0 != "," && $0 != ";" }.trimming(" ")))
    }
    guard names.count == 150 else {
      throw ImagingError.layout(path: path, reason: "names \(names.count) categories, not 150")
    }
    return names
  }
}
