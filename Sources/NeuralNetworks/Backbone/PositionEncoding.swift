public import Torch

/// How tokens learn where they are: rotations inside every attention, a table added to the tokens,
/// or both.
public protocol PositionEncoding: Sendable {
  /// The rotary embedding of one attention; `nil` where attention is not rotated.
  func rotary(headWidth: Int, device: Device) throws(TorchError) -> RotaryEmbedding?
  /// A table for the patch tokens of `grid`, added after the embedding; `nil` for none.
  func table(
    width: Int, grid: TokenGrid, initializer: Initializer
  ) throws(TorchError) -> PositionTable?
}

/// One vector for each place of the grid, added to the token there.
public final class PositionTable: Module {
  private let table: Tensor
  private let isLearned: Bool

  /// - Parameter table: `[token, channel]`.
  public init(table: Tensor, isLearned: Bool) {
    self.table = table
    self.isLearned = isLearned
  }

  public var ownParameters: [Parameter] { isLearned ? [Parameter("pos_embed", table)] : [] }

  /// - Parameters:
  ///   - batch: number of images.
  ///   - indices: flat into batch × token, the same number for every image; `nil`: all tokens.
  /// - Returns: `[batch or 1, token, channel]`.
  public func callAsFunction(batch: Int, indices: Tensor?) throws(TorchError) -> Tensor {
    guard let indices else { return try table.unsqueezed(0) }
    let places = try TokenGrid.places(indices, tokens: table.size(0))
    return try table.indexed(0, by: places).reshaped(batch, -1, table.size(1))
  }
}
