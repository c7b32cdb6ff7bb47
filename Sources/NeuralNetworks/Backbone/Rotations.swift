public import Torch

/// The rotations of one set of tokens for each of several attentions.
///
/// Blocks start with equal frequencies; while those are fixed and equal, one pair of tables serves
/// all blocks of a step instead of one pair a block.
public struct Rotations {
  private let shared: Rotation?
  private let coordinates: Tensor

  /// - Parameters:
  ///   - coordinates: `[batch or 1, token, 2]`.
  ///   - blocks: the attentions' embeddings; empty when positions are not rotary.
  ///   - areEqual: whether all blocks' frequencies are equal and fixed.
  public init?(
    coordinates: Tensor, blocks: [RotaryEmbedding], areEqual: Bool
  ) throws(TorchError) {
    guard let first = blocks.first else { return nil }
    self.coordinates = coordinates
    shared = areEqual ? try first.rotation(coordinates) : nil
  }

  /// A rotation that is already known.
  public init(shared: Rotation, coordinates: Tensor) {
    self.shared = shared
    self.coordinates = coordinates
  }

  public func rotation(for embedding: RotaryEmbedding) throws(TorchError) -> Rotation {
    if let shared { return shared }
    return try embedding.rotation(coordinates)
  }

  /// Whether the embeddings' frequencies are fixed and bit-equal. Reads them from the device once.
  public static func areEqual(_ embeddings: [RotaryEmbedding]) throws(TorchError) -> Bool {
    guard let first = embeddings.first, embeddings.allSatisfy({ !$0.isTrainable }) else {
      return false
    }
    let expected = try first.frequencies.elements(Float.self)
    for embedding in embeddings.dropFirst() {
      guard try embedding.frequencies.elements(Float.self) == expected else { return false }
    }
    return true
  }
}
