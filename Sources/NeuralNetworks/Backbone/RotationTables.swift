import Torch

/// RoPE's tables of a grid, computed once; what depends on a step's mask is looked up in them.
struct RotationTables {
  private let embeddings: [RotaryEmbedding]
  private let areEqual: Bool
  /// Of every place of the grid: `[1, 1, token, head width]`.
  private let grid: Rotation?
  /// Of the registers around the whole grid, then the grid: `[1, 1, register + token, head width]`.
  private let whole: Rotation?
  private let registerCount: Int

  init?(
    embeddings: [RotaryEmbedding], grid coordinates: Tensor, registers: Tensor?
  ) throws(TorchError) {
    guard let first = embeddings.first else { return nil }
    self.embeddings = embeddings
    registerCount = registers?.size(1) ?? 0
    areEqual = try Rotations.areEqual(embeddings)
    guard areEqual else {
      (grid, whole) = (nil, nil)
      return
    }
    let places = try coordinates.unsqueezed(0)
    grid = try first.rotation(places)
    whole = try first.rotation(
      try registers.map { (unit) throws(TorchError) in
        try Tensor.concatenated([RegisterCoordinates.scaled(unit, to: places), places], axis: 1)
      } ?? places)
  }

  /// - Parameters:
  ///   - places: places in the grid of all images' visible tokens; `nil`: all tokens.
  ///   - coordinates: of registers and tokens.
  func rotations(
    batch: Int, places: Tensor?, coordinates: Tensor
  ) throws(TorchError) -> Rotations? {
    guard let grid, let whole, let first = embeddings.first else {
      return try Rotations(coordinates: coordinates, blocks: embeddings, areEqual: false)
    }
    guard let places else { return Rotations(shared: whole, coordinates: coordinates) }
    func look(_ table: Tensor) throws(TorchError) -> Tensor {
      let width = table.size(3)
      return try table.reshaped(-1, width).indexed(0, by: places).reshaped(batch, 1, -1, width)
    }
    var cos = try look(grid.cos)
    var sin = try look(grid.sin)
    if registerCount > 0 {
      let edge = try first.rotation(
        try coordinates.narrowed(1, from: 0, count: registerCount))
      cos = try Tensor.concatenated([edge.cos, cos], axis: 2)
      sin = try Tensor.concatenated([edge.sin, sin], axis: 2)
    }
    return Rotations(shared: Rotation(cos: cos, sin: sin), coordinates: coordinates)
  }
}
