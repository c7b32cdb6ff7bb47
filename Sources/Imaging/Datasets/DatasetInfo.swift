/// What a data set says about itself.
public struct DatasetInfo: Sendable, Equatable {
  /// The kind of data set, as in configuration files (`scenes`, `image-folder`).
  public let name: String
  /// The classes of whole images, in the order of ``Sample/label``; empty without labels.
  public let classNames: [String]
  /// The categories of pixels, in the order of the labels; empty without pixel labels. Ignored
  /// labels inside the range have a name too, so that the index is always the label.
  public let pixelClassNames: [String]
  /// Pixel labels that are no category: they count neither in training a probe nor in its score.
  public let ignoredLabels: [UInt8]
  /// One sentence on what the pixel labels mean, for tables and messages.
  public let labelConvention: String
  /// Text that changes when the data change; the same data give the same text on every machine.
  public let fingerprint: String

  /// Whether every sample has a class.
  public var hasLabels: Bool { !classNames.isEmpty }
  /// Whether every sample has a label map.
  public var hasPixelLabels: Bool { !pixelClassNames.isEmpty }

  /// A description of its parts.
  public init(
    name: String, classNames: [String] = [], pixelClassNames: [String] = [],
    ignoredLabels: [UInt8] = [], labelConvention: String = "", fingerprint: String
  ) {
    self.name = name
    self.classNames = classNames
    self.pixelClassNames = pixelClassNames
    self.ignoredLabels = ignoredLabels
    self.labelConvention = labelConvention
    self.fingerprint = fingerprint
  }
}
