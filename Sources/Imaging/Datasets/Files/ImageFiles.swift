/// Images of a folder that is no data set.
public enum ImageFiles {
  /// Paths of the JPEG and PNG images below a folder, sorted.
  ///
  /// - Throws: ``ImagingError/layout(path:reason:)`` where there is no folder or no image.
  public static func list(_ folder: String) throws -> [String] {
    let images = try FolderTree.images(below: folder, extensions: ["jpg", "jpeg", "png"])
    guard !images.isEmpty else {
      throw ImagingError.layout(path: folder, reason: "has no .jpg, .jpeg or .png images")
    }
    return images.map { "\(folder)/\($0)" }
  }
}
