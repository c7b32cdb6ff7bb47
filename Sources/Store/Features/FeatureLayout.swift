/// The shape of a file of features.
public struct FeatureLayout: Sendable, Equatable {
  /// How the numbers are stored.
  public enum Precision: String, Sendable, CaseIterable {
    case float32, float16

    /// Bytes of one number.
    public var bytes: Int { self == .float32 ? 4 : 2 }
  }

  /// Images, at least 0.
  public var images: Int
  /// Patches of an image from top to bottom.
  public var rows: Int
  /// Patches of an image from left to right.
  public var columns: Int
  /// Numbers of a patch.
  public var channels: Int
  public var precision: Precision
  /// Whether every image has a class.
  public var hasLabels: Bool
  /// Height and width of the label maps in pixels; nil without label maps.
  public var pixelLabelSize: Int?

  public init(
    images: Int, rows: Int, columns: Int, channels: Int, precision: Precision,
    hasLabels: Bool = false, pixelLabelSize: Int? = nil
  ) {
    self.images = images
    self.rows = rows
    self.columns = columns
    self.channels = channels
    self.precision = precision
    self.hasLabels = hasLabels
    self.pixelLabelSize = pixelLabelSize
  }

  /// Numbers of one image.
  public var valuesPerImage: Int { rows * columns * channels }
  /// Bytes of one image's features.
  public var bytesPerImage: Int { valuesPerImage * precision.bytes }
  /// Bytes of one image's label map; 0 without.
  public var pixelLabelsPerImage: Int { pixelLabelSize.map { $0 * $0 } ?? 0 }

  /// `[image, row, column, channel]`.
  public var shape: [Int] { [images, rows, columns, channels] }

  func validate(path: String) throws(StoreError) {
    let largest = 1 << 48
    var bytes = images
    for factor in [rows, columns, channels, precision.bytes] {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: factor)
      guard images >= 0, factor > 0, !overflow, product <= largest else {
        throw StoreError(
          .invalidRecord, path: path,
          reason: "features of the shape \(shape) cannot be stored: extents are positive and the "
            + "whole has at most \(largest) bytes")
      }
      bytes = product
    }
    if let size = pixelLabelSize, !(1...65_536).contains(size) {
      throw StoreError(
        .invalidRecord, path: path, reason: "label maps of \(size) pixels cannot be stored")
    }
  }
}
