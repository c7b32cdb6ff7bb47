public import CapiCore
import Foundation
public import NeuralNetworks
public import Torch

/// Fixed sines and cosines of each place, added to patch tokens and mask tokens (as in MAE and
/// I-JEPA).
///
/// Of D channels the first half tells the row r, the second half the column:
/// [sin(r·ω₀) … sin(r·ω_{q−1}), cos(r·ω₀) …], ω_k = 10000^(−k/q), q = D/4. Places count from 0.
public struct SinCosPositions: PositionsComponent, PositionEncoding {
  public static let name = "sincos"
  public static let summary = "Adds fixed sines and cosines of row and column to every token."

  public init() {}

  public static func make(_ parameters: NoParameters) throws -> any PositionEncoding { Self() }

  public static func check(
    _ parameters: NoParameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] {
    shapes.width % 4 == 0
      ? []
      : [
        ParameterIssue(
          key: "", message: "sincos needs a width that is a multiple of 4, found \(shapes.width)")
      ]
  }

  public func rotary(headWidth: Int, device: Device) throws(TorchError) -> RotaryEmbedding? { nil }

  /// - Throws: when `width` is no multiple of 4.
  public func table(
    width: Int, grid: TokenGrid, initializer: Initializer
  ) throws(TorchError) -> PositionTable? {
    guard width % 4 == 0 else {
      throw TorchError(
        operation: "sincos", reason: "the width must be a multiple of 4, not \(width)")
    }
    let rates = (0..<width / 4).map { pow(10000, -Double($0) / Double(width / 4)) }
    func line(_ place: Int) -> [Float] {
      rates.map { Float(sin(Double(place) * $0)) } + rates.map { Float(cos(Double(place) * $0)) }
    }
    let values = (0..<grid.rows).flatMap { row in
      (0..<grid.columns).flatMap { column in line(row) + line(column) }
    }
    return PositionTable(
      table: try Tensor(values, shape: [grid.tokenCount, width], device: initializer.device),
      isLearned: false)
  }
}
