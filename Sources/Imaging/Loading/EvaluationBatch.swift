/// Pictures to be scored, in the order of the split.
public struct EvaluationBatch: Sendable, Equatable {
  /// `[count, 3, size, size]`, normalised.
  public let images: [Float]
  /// `[count]`: classes of the images; empty when the data set has none.
  public let labels: [Int]
  /// `[count, size, size]`: pixel labels; empty when the data set has none.
  public let pixelLabels: [UInt8]
  /// `[count]`: which sample of the split each picture was made from.
  public let sampleIndices: [Int]
  /// Width and height in pixels.
  public let size: Int

  /// Number of pictures.
  public var count: Int { sampleIndices.count }
}
