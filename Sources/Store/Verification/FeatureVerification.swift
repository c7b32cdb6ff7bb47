/// Checks files of features.
enum FeatureVerification {
  /// Reads all of a file.
  static func describe(_ file: FeatureFile, _ report: inout VerificationReport) {
    guard let found = report.check({ () throws(StoreError) in try file.inspect() }) else { return }
    let all = file.layout.images
    if found.damagedImages.isEmpty, found.damagedPixelLabels.isEmpty {
      report.add(.sound, file.path, "features of \(all) images, every checksum right")
    }
    for (what, images) in [
      ("features", found.damagedImages), ("label maps", found.damagedPixelLabels),
    ] where !images.isEmpty {
      report.add(
        .damaged, file.path,
        "the \(what) of \(images.count) of \(all) images differ from their checksums: "
          + list(images))
      report.safe.append(
        "\(file.path): the \(what) of the other \(all - images.count) images are as written.")
    }
    if !found.notFinite.isEmpty {
      report.add(
        .note, file.path, "numbers that are not finite in the images \(list(found.notFinite))")
    }
  }

  private static func list(_ images: [Int]) -> String {
    images.prefix(8).map(String.init).joined(separator: ", ") + (images.count > 8 ? ", …" : "")
  }

  /// Says how far a file has got that is being written or was interrupted.
  static func describe(partial path: String, _ report: inout VerificationReport) {
    let watermark = String(path.dropLast(8)) + ".watermark"
    guard let mark = report.check({ () throws(StoreError) in try FeatureWatermark.read(watermark) })
    else { return }
    report.add(
      .note, path,
      mark.map {
        "is not finished: \($0.images) images are on the disk; the same command continues"
      }
        ?? "was begun and holds nothing yet")
  }
}
