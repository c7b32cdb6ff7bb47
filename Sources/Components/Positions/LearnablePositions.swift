public import CapiCore
public import NeuralNetworks
public import Torch

/// One learned vector for each place, added to patch tokens and mask tokens (paper, Table 1).
public struct LearnablePositions: PositionsComponent, PositionEncoding {
  public static let name = "learnable"
  public static let summary = "Adds a learned vector for each place to patch and mask tokens."

  public init() {}

  public static func make(_ parameters: NoParameters) throws -> any PositionEncoding { Self() }

  public func rotary(headWidth: Int, device: Device) throws(TorchError) -> RotaryEmbedding? { nil }

  /// N(0, 0.02²), as the other learned tokens.
  public func table(
    width: Int, grid: TokenGrid, initializer: Initializer
  ) throws(TorchError) -> PositionTable? {
    PositionTable(
      table: try initializer.normal("pos_embed", [grid.tokenCount, width], deviation: 0.02),
      isLearned: true)
  }
}
