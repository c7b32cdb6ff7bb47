public import Torch

/// What happens to an image on its way into a training batch: crop, resize, flip, normalise.
public struct Augmentation: Sendable, Equatable {
  /// The random crop, or `nil` for the whole image, brought to a square.
  public let crop: RandomResizedCrop?
  /// Probability that the image is mirrored left to right, 0 … 1.
  public let flipProbability: Double
  /// What the model sees as zero and as one.
  public let normalisation: Normalisation

  /// An augmentation of its parts.
  ///
  /// - Throws: ``ImagingError/parameter(name:reason:)`` for a probability outside 0 … 1.
  public init(
    crop: RandomResizedCrop?, flipProbability: Double = 0.5,
    normalisation: Normalisation = .imageNet
  ) throws {
    guard (0...1).contains(flipProbability) else {
      throw ImagingError.parameter(name: "flip", reason: "\(flipProbability) is outside 0 … 1")
    }
    self.crop = crop
    self.flipProbability = flipProbability
    self.normalisation = normalisation
  }

  /// How little of an image must be decoded so that no crop has fewer than `size` pixels a side.
  public func reducedDecoding(size: Int) -> Decoding {
    .reduced(size: size, share: crop?.leastSquare ?? 1)
  }

  /// Writes the augmented image.
  ///
  /// - Parameters:
  ///   - image: An image of any size.
  ///   - size: Width and height of the result in pixels.
  ///   - stream: Where chance comes from; drawn from alike for every image.
  ///   - output: `[3, size, size]`.
  public func apply(
    to image: RGBImage, size: Int, _ stream: inout RandomStream,
    writingTo output: UnsafeMutableBufferPointer<Float>
  ) {
    // The flip is drawn first: how many numbers the crop takes depends on the image.
    let flipped = stream.chance(flipProbability)
    let region =
      crop?.region(width: image.width, height: image.height, &stream)
      ?? .whole(width: image.width, height: image.height)
    let pixels = Resize.bicubicPixels(image, region: region, width: size, height: size)
    normalisation.write(pixels, size: size, flipped: flipped, to: output)
  }
}
