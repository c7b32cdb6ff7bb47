public import Torch

/// The predictor's input: one learned vector at each place that is asked for, and the places.
public final class MaskTokens: Module {
  /// `[1, channel]`.
  private let token: Tensor
  private let positions: PositionTable?
  private let gridCoordinates: Tensor
  private let tokenCount: Int

  public init(
    width: Int, grid: TokenGrid, positions encoding: any PositionEncoding, initializer: Initializer
  ) throws(TorchError) {
    token = try initializer.normal("mask_token", [1, width], deviation: 0.02)
    positions = try encoding.table(
      width: width, grid: grid, initializer: initializer.scoped("decoder"))
    gridCoordinates = try grid.coordinates(device: initializer.device)
    tokenCount = grid.tokenCount
  }

  public var ownParameters: [Parameter] { [Parameter("mask_token", token)] }
  public var children: [(path: String, module: any Module)] {
    positions.map { [("decoder", $0)] } ?? []
  }

  /// - Parameter indices: flat into batch × token, the same number for every image; `nil`: all.
  /// - Returns: tokens `[batch, token, channel]` and coordinates `[batch or 1, token, 2]`.
  public func callAsFunction(
    batch: Int, at indices: Tensor?
  ) throws(TorchError) -> (tokens: Tensor, coordinates: Tensor) {
    let width = token.size(1)
    let count = indices.map { $0.size(0) / batch } ?? tokenCount
    var tokens = try token.unsqueezed(0).expanded(batch, count, width)
    if let positions { tokens = try tokens + positions(batch: batch, indices: indices) }
    guard let indices else { return (tokens, try gridCoordinates.unsqueezed(0)) }
    let places = try TokenGrid.places(indices, tokens: tokenCount)
    return (tokens, try gridCoordinates.indexed(0, by: places).reshaped(batch, count, 2))
  }
}
