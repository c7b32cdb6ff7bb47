#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

// How a file of features is begun, and taken up again.
extension FeatureWriter {
  /// Opens or makes the unfinished file and locks it.
  static func openLocked(_ partial: String) throws(StoreError) -> Int32 {
    while true {
      let descriptor = try Platform.open(partial, O_RDWR | O_CREAT, "cannot be opened")
      do throws(StoreError) {
        guard try Platform.lockAlone(descriptor, path: partial) else {
          throw StoreError(
            .leased, path: partial,
            reason: "is being written by another process; wait for it or stop it first")
        }
        // Between the two calls the last holder may have finished the file and renamed it.
        if Platform.isNamed(partial, descriptor) { return descriptor }
        Platform.closeQuietly(descriptor)
      } catch {
        Platform.closeQuietly(descriptor)
        throw error
      }
    }
  }

  /// Where an interrupted file is continued; nil where there is none.
  ///
  /// - Throws: ``StoreError``: `conflict` when the file is of something else, `damaged` when it is not
  ///   what was begun.
  static func begun(
    _ path: String, _ skeleton: FeatureSkeleton, _ identity: String, _ descriptor: Int32
  ) throws(StoreError) -> (places: FeaturePlaces, mark: FeatureWatermark)? {
    let (partial, watermark) = (partialPath(path), watermarkPath(path))
    guard let mark = try FeatureWatermark.read(watermark) else { return nil }
    guard mark.identity == identity else {
      throw StoreError(
        .conflict, path: watermark,
        reason: "is of other features that were begun under this name and not finished; continue "
          + "those, remove both \(Platform.name(of: partial)) and this file, or choose another "
          + "name")
    }
    guard try Platform.size(of: descriptor, path: partial) >= mark.length else { return nil }
    return (try skeleton.places(in: partial), mark)
  }

  static func begin(
    _ skeleton: FeatureSkeleton, _ partial: String, _ descriptor: Int32
  ) throws(StoreError) -> FeaturePlaces {
    let layout = skeleton.layout
    let needed = Int64(
      layout.images * (layout.bytesPerImage + layout.pixelLabelsPerImage + 48) + 1 << 16)
    let folder = Platform.folder(of: partial)
    if let room = Platform.availableBytes(folder), room < needed {
      throw StoreError(
        .system(ENOSPC), path: partial,
        reason: "needs \(needed) bytes and the disk has room for \(room)")
    }
    let places = try skeleton.write(to: partial)
    try compare(skeleton, partial, descriptor, places)
    // Its name is flushed with the watermark's; without one, the file is begun anew.
    try Platform.synchronize(descriptor, path: partial)
    return places
  }

  /// Makes the structure a second time and compares all of its bytes: libhdf5 does not tell every
  /// error of the disk, and a value that it lost would go unnoticed for ever.
  private static func compare(
    _ skeleton: FeatureSkeleton, _ partial: String, _ descriptor: Int32, _ places: FeaturePlaces
  ) throws(StoreError) {
    let copy = "\(partial).check"
    let other = try Platform.open(copy, O_RDWR | O_CREAT, "cannot be made")
    defer {
      Platform.closeQuietly(other)
      _ = try? Platform.remove(copy)
    }
    let samePlaces = try skeleton.write(to: copy) == places
    let length = try Platform.size(of: descriptor, path: partial)
    let footer = FeatureFile.footer(skeleton.layout, places, length: length)
    let otherLength = try Platform.size(of: other, path: copy)
    guard samePlaces, otherLength == length,
      try footer.hash(of: descriptor, path: partial) == footer.hash(of: other, path: copy)
    else {
      throw StoreError(
        .damaged, path: partial, reason: "reads back different from what was written; try again")
    }
  }
}
