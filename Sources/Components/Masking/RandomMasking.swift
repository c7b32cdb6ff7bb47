public import CapiCore
public import NeuralNetworks
public import Torch

/// Every patch is equally likely to be hidden (paper, Table 1: "random", 90 % there).
public struct RandomMasking: MaskingComponent, MaskingStrategy {
  public struct Parameters: ParameterSet {
    public var ratio = 0.65
    public init() {}
    public static var fields: [Field<Self>] {
      [
        Field(
          "ratio", \.ratio, in: 0.01...0.99, unit: "fraction",
          "Share of patches hidden from the student; Table 1 uses 0.9 for random masking.")
      ]
    }
  }

  public static let name = "random"
  public static let summary = "Hides patches chosen independently of one another."

  let grid: TokenGrid
  let count: Int

  public static func maskedTokens(_ parameters: Parameters, of tokens: Int) -> Int {
    Int(Double(tokens) * parameters.ratio)
  }

  public static func make(
    _ parameters: Parameters, grid: TokenGrid
  ) throws -> any MaskingStrategy {
    Self(grid: grid, count: maskedTokens(parameters, of: grid.tokenCount))
  }

  public func hiddenPatches(using random: inout RandomStream) -> [Int] {
    random.permutation(grid.tokenCount).prefix(count).sorted()
  }
}
