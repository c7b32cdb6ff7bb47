public import CapiCore
public import NeuralNetworks
public import Torch

/// One block of patches is hidden (paper, Table 1: "block").
public struct BlockMasking: MaskingComponent, MaskingStrategy {
  public struct Parameters: ParameterSet {
    public var ratio = 0.65
    public var roll = false
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "ratio", \.ratio, in: MaskedShare.range, unit: "fraction",
        "Share of patches hidden from the student (Table 1)."),
      Field("roll", \.roll, "Shift the mask circularly by uniform offsets; not in Table 1."),
    ]
  }

  public static let name = "block"
  public static let summary = "Hides one block of patches."

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
    let block = PatchBlock.sample(count, in: grid, using: &random)
    return (roll ? PatchBlock.rolled(block, in: grid, using: &random) : block).sorted()
  }
}
