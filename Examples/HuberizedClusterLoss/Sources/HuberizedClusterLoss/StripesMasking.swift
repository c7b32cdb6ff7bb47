import CapiCore
import NeuralNetworks
import Torch

/// Hides whole rows or whole columns of patches, each image one of both; the last may be hidden in
/// part, so that every image hides the same number.
public struct StripesMasking: MaskingComponent, MaskingStrategy {
  public struct Parameters: ParameterSet {
    public var ratio = 0.65
    public init() {}

    public static var fields: [Field<Self>] {
      [Field("ratio", \.ratio, in: 0.01...0.99, unit: "fraction", "Share of hidden patches.")]
    }
  }

  public static let name = "stripes"
  public static let summary = "Hides whole rows or columns of patches."

  let grid: TokenGrid
  let count: Int

  public static func maskedTokens(_ parameters: Parameters, of tokens: Int) -> Int {
    Int(Double(tokens) * parameters.ratio)
  }

  public static func make(_ parameters: Parameters, grid: TokenGrid) -> any MaskingStrategy {
    StripesMasking(grid: grid, count: maskedTokens(parameters, of: grid.tokenCount))
  }

  public func hiddenPatches(using random: inout RandomStream) -> [Int] {
    let areRows = random.chance(0.5)
    let lines = random.permutation(areRows ? grid.rows : grid.columns)
    let patches = lines.flatMap { line in
      (0..<(areRows ? grid.columns : grid.rows)).map { place in
        areRows ? line * grid.columns + place : place * grid.columns + line
      }
    }
    return patches.prefix(count).sorted()
  }
}
