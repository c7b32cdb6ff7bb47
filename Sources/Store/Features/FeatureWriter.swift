internal import Dispatch
internal import Synchronization

/// Fills a file of features from its first image to its last, in constant memory.
///
/// While it is filled it is called `<name>.partial`, and `<name>.watermark` says how many images are
/// on the disk for certain; it takes its name when it is whole. Writing again after an interruption
/// continues at the watermark.
public final class FeatureWriter {
  /// Flushes on another thread, so that writing does not wait for the disk.
  private final class Flusher: Sendable {
    struct State {
      var isRunning = false
      var failure: StoreError?
    }
    let descriptor: Int32
    let path: String
    let watermarkPath: String
    let identity: String
    let length: Int
    let queue = DispatchQueue(label: "capi.features")
    let state = Mutex(State())

    init(descriptor: Int32, path: String, watermarkPath: String, identity: String, length: Int) {
      self.length = length
      self.descriptor = descriptor
      self.path = path
      self.watermarkPath = watermarkPath
      self.identity = identity
    }

    deinit { Platform.closeQuietly(descriptor) }

    func start(images: Int) {
      let isIdle = state.withLock { state in
        defer { state.isRunning = true }
        return !state.isRunning
      }
      guard isIdle else { return }
      queue.async {
        self.flush(images: images)
        self.state.withLock { $0.isRunning = false }
      }
    }

    func flush(images: Int) {
      guard state.withLock({ $0.failure == nil }) else { return }
      do throws(StoreError) {
        try Platform.synchronizeData(descriptor, path: path)
        try FeatureWatermark(identity: identity, length: length, images: images)
          .write(to: watermarkPath)
      } catch {
        state.withLock { $0.failure = error }
      }
    }

    func check() throws(StoreError) {
      if let failure = state.withLock({ $0.failure }) { throw failure }
    }
  }

  /// The finished file.
  public let path: String
  public let layout: FeatureLayout
  /// The first image that is missing.
  public private(set) var nextImage: Int
  /// Seconds from one watermark to the next.
  private static let interval = Duration.seconds(1)

  private let places: FeaturePlaces
  private let flusher: Flusher
  private var lastFlush = ContinuousClock.now
  private var isFinished = false

  static func partialPath(_ path: String) -> String { "\(path).partial" }
  static func watermarkPath(_ path: String) -> String { "\(path).watermark" }

  /// Begins a file, or continues one that was interrupted.
  ///
  /// - Parameters:
  ///   - path: the finished file; its folder exists.
  ///   - layout: its shape.
  ///   - about: what the features are of, as attributes of the root. With the layout it decides
  ///     whether a file that was begun is continued.
  ///   - replacing: takes the place of a finished file of that name, and begins anew where one was
  ///     begun for something else or cannot be continued. One that was begun for the same is
  ///     continued: that is a replacement that was interrupted.
  /// - Throws: ``StoreError``: `conflict` when such a file is there, `leased` when another process
  ///   writes it, `system` when the disk has no room for it.
  public init(
    _ path: String, layout: FeatureLayout, about: [TextEntry], replacing: Bool = false
  ) throws(StoreError) {
    try layout.validate(path: path)
    try FeatureFile.validate(about, path: path)
    let (partial, watermark) = (Self.partialPath(path), Self.watermarkPath(path))
    let identity = FeatureFile.identity(layout, about)
    let skeleton = FeatureSkeleton(layout: layout, about: about)
    let descriptor = try Self.openLocked(partial)
    let begun: (places: FeaturePlaces, mark: FeatureWatermark)
    do throws(StoreError) {
      guard replacing || !Platform.exists(path) else {
        throw StoreError(.conflict, path: path, reason: "is there already")
      }
      let earlier: (places: FeaturePlaces, mark: FeatureWatermark)?
      do throws(StoreError) {
        earlier = try Self.begun(path, skeleton, identity, descriptor)
      } catch {
        guard replacing else { throw error }
        earlier = nil
      }
      if let earlier {
        begun = earlier
      } else {
        try Platform.remove(watermark)
        let places = try Self.begin(skeleton, partial, descriptor)
        let mark = FeatureWatermark(
          identity: identity, length: try Platform.size(of: descriptor, path: partial), images: 0)
        try mark.write(to: watermark)
        begun = (places, mark)
      }
    } catch {
      // An empty file is nothing that could be continued.
      if (try? Platform.size(of: descriptor, path: partial)) == 0 {
        _ = try? Platform.remove(partial)
      }
      Platform.closeQuietly(descriptor)
      throw error
    }
    self.path = path
    self.layout = layout
    places = begun.places
    nextImage = min(begun.mark.images, layout.images)
    flusher = Flusher(
      descriptor: descriptor, path: partial, watermarkPath: watermark, identity: identity,
      length: begun.mark.length)
  }

  /// Writes the next images.
  ///
  /// - Throws: ``StoreError``: `invalidRecord` when the block does not fit, `system` when the disk
  ///   refuses; then the file can be continued from its watermark.
  public func append(_ block: FeatureBlock) throws(StoreError) {
    try flusher.check()
    try block.validate(layout, room: layout.images - nextImage, path: path)
    guard !block.indices.isEmpty else { return }
    var columns: [FeaturePlaces.Column: [Int64]] = [.index: block.indices, .label: block.labels]
    let data = try block.values.withBytes { (bytes) throws(StoreError) in
      try write(bytes, at: places.data, perImage: layout.bytesPerImage)
      return sums(bytes, perImage: layout.bytesPerImage)
    }
    columns[.dataSum] = data.map { Int64(bitPattern: $0.sum) }
    columns[.dataWeighted] = data.map { Int64(bitPattern: $0.weighted) }
    if layout.pixelLabelSize != nil {
      let labels = try FeatureFile.withBytes(block.pixelLabels) { (bytes) throws(StoreError) in
        try write(bytes, at: places.pixelLabels, perImage: layout.pixelLabelsPerImage)
        return sums(bytes, perImage: layout.pixelLabelsPerImage)
      }
      columns[.pixelSum] = labels.map { Int64(bitPattern: $0.sum) }
      columns[.pixelWeighted] = labels.map { Int64(bitPattern: $0.weighted) }
    }
    for (column, offset) in places.columns {
      let values = (columns[column] ?? []).map(\.littleEndian)
      try FeatureFile.withBytes(values) { (bytes) throws(StoreError) in
        try write(bytes, at: offset, perImage: 8)
      }
    }
    nextImage += block.indices.count
    if ContinuousClock.now - lastFlush >= Self.interval {
      lastFlush = .now
      flusher.start(images: nextImage)
    }
  }

  /// Makes everything written so far certain; the file can be continued later.
  public func pause() throws(StoreError) {
    guard !isFinished else { return }
    flusher.queue.sync {}
    flusher.flush(images: nextImage)
    try flusher.check()
  }

  /// Ends the file: it takes its name.
  ///
  /// - Returns: its size in bytes.
  /// - Throws: ``StoreError``: `invalidRecord` when images are missing.
  @discardableResult
  public func finish() throws(StoreError) -> Int64 {
    let partial = flusher.path
    guard nextImage == layout.images else {
      throw StoreError(
        .invalidRecord, path: path,
        reason: "\(layout.images - nextImage) of \(layout.images) images are missing")
    }
    flusher.queue.sync {}
    try flusher.check()
    let footer = FeatureFile.footer(layout, places, length: flusher.length)
    let bytes = try footer.head + footer.hash(of: flusher.descriptor, path: partial)
    try FeatureFile.withBytes(bytes) { (bytes) throws(StoreError) in
      try Platform.write(bytes, to: flusher.descriptor, at: footer.length, path: partial)
    }
    try Platform.synchronize(flusher.descriptor, path: partial)
    try Platform.rename(partial, to: path)
    try Platform.synchronizeFolder(Platform.folder(of: path))
    try Platform.remove(flusher.watermarkPath)
    isFinished = true
    return Int64(footer.length + bytes.count)
  }

  private func write(
    _ bytes: UnsafeRawBufferPointer, at offset: Int?, perImage: Int
  ) throws(StoreError) {
    guard let offset else { return }
    try Platform.write(
      bytes, to: flusher.descriptor, at: offset + nextImage * perImage, path: flusher.path)
  }

  private func sums(_ bytes: UnsafeRawBufferPointer, perImage: Int) -> [WordSums] {
    stride(from: 0, to: bytes.count, by: perImage).map {
      WordSums(UnsafeRawBufferPointer(rebasing: bytes[$0..<($0 + perImage)]))
    }
  }
}
