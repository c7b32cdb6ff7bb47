/// Images of one training step.
public struct ImageBatch: Sendable, Equatable {
  /// `[batch, 3, size, size]`, normalised.
  public let images: [Float]
  /// Which sample of the split each image was made from.
  public let sampleIndices: [Int]
  /// Width and height of an image in pixels.
  public let size: Int

  /// Number of images.
  public var count: Int { sampleIndices.count }
}
