public import NeuralNetworks

/// Rows and columns of one of I-JEPA's blocks.
public struct BlockSize: Sendable, Hashable {
  public let rows: Int
  public let columns: Int

  /// The block of about `scale` of the grid's patches with `aspect` rows to a column, at least one
  /// patch, and smaller than the grid in both axes where the grid has more than one line.
  ///
  /// With m = ⌊n · scale⌋: √(m · aspect) × √(m / aspect), each rounded, halves to even.
  public init(scale: Double, aspect: Double, in grid: TokenGrid) {
    let area = (Double(grid.tokenCount) * scale).rounded(.down)
    func side(_ length: Double, within limit: Int) -> Int {
      max(1, min(Int(length.rounded(.toNearestOrEven)), limit - 1))
    }
    rows = side((area * aspect).squareRoot(), within: grid.rows)
    columns = side((area / aspect).squareRoot(), within: grid.columns)
  }
}
