public import CapiCore
public import NeuralNetworks
public import Torch

/// Several target blocks are predicted from one large context block (I-JEPA).
///
/// Visible is the context block without the target blocks. Then, so that every image shows equally
/// many patches, random patches are hidden in addition or shown again: of what lies outside the
/// context first, of the target blocks last. Predicted are patches of the target blocks, and others
/// only where these do not suffice.
public struct MultiBlockMasking: MaskingComponent, MaskingStrategy {
  public struct Parameters: ParameterSet {
    public var ratio = 0.65
    public var blocks = 4
    public var blockScale = [0.15, 0.2]
    public var blockAspect = [0.75, 1.5]
    public var contextScale = [0.85, 1.0]
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "ratio", \.ratio, in: MaskedShare.range, unit: "fraction",
        "Share of patches hidden from the student; I-JEPA's follows from the blocks (0.6 … 0.75)."
      ),
      Field("blocks", \.blocks, in: 1...64, "Target blocks of an image (I-JEPA: 4)."),
      Field(
        "block_scale", \.blockScale, in: 0.001...1, count: 2, unit: "fraction of the patches",
        "Smallest and largest size of a target block (I-JEPA)."),
      Field(
        "block_aspect", \.blockAspect, in: 0.05...20, count: 2, unit: "rows to a column",
        "Smallest and largest aspect ratio of a target block (I-JEPA)."),
      Field(
        "context_scale", \.contextScale, in: 0.001...1, count: 2,
        unit: "fraction of the patches",
        "Smallest and largest size of the square context block (I-JEPA)."),
    ]
  }

  public static let name = "multi-block"
  public static let summary = "Hides several blocks and what lies outside one large block (I-JEPA)."

  let grid: TokenGrid
  let parameters: Parameters
  private var visibleCount: Int {
    grid.tokenCount - Self.maskedTokens(parameters, of: grid.tokenCount)
  }

  public static func maskedTokens(_ parameters: Parameters, of tokens: Int) -> Int {
    MaskedShare.count(parameters.ratio, of: tokens)
  }

  public static func check(
    _ parameters: Parameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] {
    let ranges = [
      ("block_scale", parameters.blockScale), ("block_aspect", parameters.blockAspect),
      ("context_scale", parameters.contextScale),
    ]
    return ranges.compactMap { key, range in
      range[0] <= range[1]
        ? nil
        : ParameterIssue(
          key: key,
          message: "the smallest comes first: write [\(range[1]), \(range[0])] instead of "
            + "[\(range[0]), \(range[1])]")
    }
  }

  public static func make(
    _ parameters: Parameters, grid: TokenGrid
  ) throws -> any MaskingStrategy { Self(grid: grid, parameters: parameters) }

  public func hiddenPatches(using random: inout RandomStream) -> [Int] {
    mask(using: &random).hidden
  }

  public func mask(using random: inout RandomStream) -> ImageMask {
    let size = sampleSize(parameters.blockScale, parameters.blockAspect, using: &random)
    var targets: Set<Int> = []
    for _ in 0..<parameters.blocks {
      targets.formUnion(PatchBlock.placed(size, in: grid, using: &random))
    }
    let context = PatchBlock.placed(
      sampleSize(parameters.contextScale, [1, 1], using: &random), in: grid, using: &random)
    let seen = context.filter { !targets.contains($0) }
    let around = Set(context)
    let outside = (0..<grid.tokenCount).filter { !around.contains($0) && !targets.contains($0) }

    // What is shown first when too few patches are seen, and hidden first when too many are.
    var order = shuffled(seen, using: &random)
    order += shuffled(outside, using: &random)
    order += shuffled(targets.sorted(), using: &random)
    let visible = Set(order.prefix(visibleCount))
    return ImageMask(
      hidden: (0..<grid.tokenCount).filter { !visible.contains($0) },
      preferred: targets.subtracting(visible).sorted())
  }

  private func sampleSize(
    _ scale: [Double], _ aspect: [Double], using random: inout RandomStream
  ) -> BlockSize {
    let share = random.uniform(in: scale[0]...scale[1])
    return BlockSize(
      scale: share, aspect: random.uniform(in: aspect[0]...aspect[1]), in: grid)
  }

  private func shuffled(_ places: [Int], using random: inout RandomStream) -> [Int] {
    random.permutation(places.count).map { places[$0] }
  }
}
