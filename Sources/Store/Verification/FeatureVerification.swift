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

  /// Whether a file can be an unfinished export: it has a watermark, or holds as little as one that
  /// has none yet.
  static func isPartial(_ path: String) -> Bool {
    if Platform.exists(FeatureWriter.watermarkPath(finished(path))) { return true }
    let signature = FileVerification.signature
    guard let edges = try? Platform.edges(of: path, signature.count) else { return false }
    return edges.first == signature || edges.first.allSatisfy { $0 == 0 }
  }

  /// Whether a file is the watermark of an export, or lies where one does.
  static func isWatermark(_ path: String) -> Bool {
    if (try? FeatureWatermark.read(path)) != nil { return true }
    return Platform.exists(FeatureWriter.partialPath(finished(path)))
  }

  /// Says how far a file has got that is being written or was interrupted.
  static func describe(partial path: String, _ report: inout VerificationReport) {
    let watermark = FeatureWriter.watermarkPath(finished(path))
    guard let mark = report.check({ () throws(StoreError) in try FeatureWatermark.read(watermark) })
    else { return }
    guard let mark else { return report.add(.note, path, "was begun and holds nothing yet") }
    guard
      let length = report.check({ () throws(StoreError) in try Platform.edges(of: path, 0).length })
    else { return }
    guard length >= mark.length else {
      return report.add(
        .damaged, path,
        "has \(length) bytes where its watermark counts on \(mark.length): the same command begins "
          + "it anew")
    }
    report.add(.note, path, text(mark))
  }

  /// Says the same of the watermark beside such a file.
  static func describe(watermark path: String, _ report: inout VerificationReport) {
    guard
      let read = report.check({ () throws(StoreError) in try FeatureWatermark.read(path) }),
      let mark = read
    else { return }
    guard Platform.exists(FeatureWriter.partialPath(finished(path))) else {
      return report.add(.note, path, "is left over: there is no unfinished export beside it")
    }
    report.add(.note, path, text(mark))
  }

  private static func text(_ mark: FeatureWatermark) -> String {
    "an unfinished export, of which \(mark.images) images are on the disk; the same command "
      + "continues it"
  }

  /// The name that an export takes in the end, from that of a file beside it.
  private static func finished(_ path: String) -> String {
    path.lastIndex(of: ".").map { String(path[..<$0]) } ?? path
  }
}
