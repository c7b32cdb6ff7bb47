public import CapiCore
public import NeuralNetworks
public import Torch

/// All patches but one block are hidden; `roll` shifts the mask around the image's edges, so that
/// every place is hidden equally often (paper, Table 1: "inverse block + roll", the default).
public struct InverseBlockMasking: MaskingComponent, MaskingStrategy {
  public struct Parameters: ParameterSet {
    public var ratio = 0.65
    public var roll = true
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "ratio", \.ratio, in: MaskedShare.range, unit: "fraction",
        "Share of patches hidden from the student (Table 1)."),
      Field("roll", \.roll, "Shift the mask circularly by uniform offsets (Table 1)."),
    ]
  }

  public static let name = "inverse-block"
  public static let summary =
    "Hides all patches but one block, shifted around the edges by default."

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
    let block = PatchBlock.sample(grid.tokenCount - count, in: grid, using: &random)
    let visible = Set(roll ? PatchBlock.rolled(block, in: grid, using: &random) : block)
    return (0..<grid.tokenCount).filter { !visible.contains($0) }
  }
}
