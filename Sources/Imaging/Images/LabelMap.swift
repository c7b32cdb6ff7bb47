/// The category of each pixel of an image.
public struct LabelMap: Sendable, Equatable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `[height, width]`: an index into ``DatasetInfo/pixelClassNames``, or an ignored label.
  public var labels: [UInt8]

  /// A map of given labels.
  ///
  /// - Precondition: `labels` holds `width · height` values.
  public init(width: Int, height: Int, labels: [UInt8]) {
    precondition(
      width > 0 && height > 0 && labels.count == width * height,
      "a label map of \(width)×\(height) needs \(width * height) labels, not \(labels.count)")
    self.width = width
    self.height = height
    self.labels = labels
  }

  /// The label of one pixel.
  public subscript(x: Int, y: Int) -> UInt8 { labels[y * width + x] }
}
