/// One image with what is known about it.
public struct Sample: Sendable, Equatable {
  /// The image, of any size.
  public let image: RGBImage
  /// The class of the image: an index into ``DatasetInfo/classNames``.
  public let label: Int?
  /// The category of each pixel; as large as the image.
  public let labelMap: LabelMap?
  /// What a reader can find the image by: a path relative to the data set, or `scenes/test/12`.
  public let identifier: String

  /// A sample of its parts.
  public init(image: RGBImage, label: Int?, labelMap: LabelMap?, identifier: String) {
    self.image = image
    self.label = label
    self.labelMap = labelMap
    self.identifier = identifier
  }
}
