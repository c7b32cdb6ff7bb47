public import CapiCore

/// How images become square training inputs.
public struct ImagesSection: ParameterSet {
  public var size = 64
  public var cropScale = [0.6, 1.0]
  public var flip = true
  public var decode = DecodedDetail.full
  public var mean = [0.485, 0.456, 0.406]
  public var std = [0.229, 0.224, 0.225]

  public init() {}

  public static let fields: [Field<Self>] = [
    Field(
      "size", \.size, in: 8...1024, unit: "pixels",
      "Side of the square images that the encoder sees (224 in the paper)."),
    Field(
      "crop_scale", \.cropScale, in: 0.01...1, count: 2, unit: "fraction of the area",
      "Smallest and largest share of the image that a random crop keeps (Table 1)."),
    Field("flip", \.flip, "Mirror half of the training images (Table 6)."),
    Field(
      "decode", \.decode,
      "Detail of training JPEGs: 'full', or 'reduced' to 1/2, 1/4 or 1/8 where crops stay large."),
    Field(
      "mean", \.mean, in: 0...1, count: 3,
      "Mean of red, green and blue, subtracted from values in 0…1 (ImageNet's)."),
    Field(
      "std", \.std, in: 0.001...10, count: 3,
      "Standard deviation of red, green and blue, divided by (ImageNet's)."),
  ]
}

/// How much of a JPEG is decoded before it is cropped for training.
public enum DecodedDetail: String, ParameterChoice {
  /// Every pixel.
  case full
  /// As few as no crop must be enlarged for: faster, with slightly other pixels.
  case reduced
}
