public import CapiCore
public import NeuralNetworks
public import Torch

/// Every patch is equally likely to be hidden (paper, Table 1: "random", 90 % there).
public struct RandomMasking: MaskingComponent, MaskingStrategy {
  public struct Parameters: ParameterSet {
    public var ratio = 0.65
    public var roll = false
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "ratio", \.ratio, in: MaskedShare.range, unit: "fraction",
        "Share of patches hidden from the student; Table 1 uses 0.9 for random masking."),
      Field(
        "roll", \.roll,
        "Shift the mask circularly by uniform offsets; other masks, equally distributed."),
    ]
  }

  public static let name = "random"
  public static let summary = "Hides patches chosen independently of one another."

  let grid: TokenGrid
  let count: Int
  let roll: Bool

  public static func maskedTokens(_ parameters: Parameters, of tokens: Int) -> Int {
    MaskedShare.count(parameters.ratio, of: tokens)
  }

  public static func make(
    _ parameters: Parameters, grid: TokenGrid
  ) throws -> any MaskingStrategy {
    Self(
      grid: grid, count: maskedTokens(parameters, of: grid.tokenCount), roll: parameters.roll)
  }

  public func hiddenPatches(using random: inout RandomStream) -> [Int] {
    let chosen = Array(random.permutation(grid.tokenCount).prefix(count))
    return (roll ? PatchBlock.rolled(chosen, in: grid, using: &random) : chosen).sorted()
  }
}
