public import Torch

/// The grid of patches of an image; tokens in row-major order, the row index first.
public struct TokenGrid: Sendable, Hashable {
  public let rows: Int
  public let columns: Int

  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  public var tokenCount: Int { rows * columns }

  /// Coordinates (i/(rows − 1), j/(columns − 1)): `[token, 2]`.
  public func coordinates(device: Device) throws(TorchError) -> Tensor {
    func line(_ count: Int) -> [Float] {
      (0..<count).map { count > 1 ? Float($0) / Float(count - 1) : 0 }
    }
    let (rows, columns) = (line(rows), line(columns))
    let pairs = rows.flatMap { row in columns.flatMap { column in [row, column] } }
    return try Tensor(pairs, shape: [tokenCount, 2], device: device)
  }

  /// Flat indices into batch × token → places in one grid.
  static func places(_ indices: Tensor, tokens: Int) throws(TorchError) -> Tensor {
    try remainder(.tensor(indices), .int(tokens))
  }

  private static let remainder = Operator("aten::remainder", "Scalar")
}
