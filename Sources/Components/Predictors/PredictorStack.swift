import CapiCore
import NeuralNetworks
import Torch

/// What the split predictors share: mask tokens, blocks and the final norm, under the reference's
/// names.
final class PredictorStack: Module {
  let width: Int
  let maskTokens: MaskTokens
  private let blocks: [TransformerBlock]
  private let norm: RMSNorm
  private var frequenciesAreEqual = false

  /// - Parameter contextWidth: channels of what the attentions look at; `nil` where tokens look at
  ///   one another.
  init(_ shape: PredictorShape, _ context: PredictorContext, contextWidth: Int?) throws {
    let initializer = context.initializer
    width = shape.width
    maskTokens = try MaskTokens(
      width: shape.width, grid: shape.grid, positions: context.positions,
      initializer: initializer)
    blocks = try (0..<shape.depth).map { index in
      try TransformerBlock(
        width: shape.width, heads: shape.heads, mlpRatio: shape.mlpRatio,
        contextWidth: contextWidth,
        rope: context.positions.rotary(
          headWidth: shape.width / shape.heads, device: initializer.device),
        stochasticDepth: shape.stochasticDepth,
        initializer: initializer.scoped("decoder.blocks.\(index)"))
    }
    norm = try RMSNorm(width: shape.width, affine: false, initializer: initializer)
    try parametersDidLoad()
  }

  var children: [(path: String, module: any Module)] {
    [("", maskTokens)] + blocks.enumerated().map { ("decoder.blocks.\($0.offset)", $0.element) }
  }

  func parametersDidLoad() throws {
    frequenciesAreEqual = try Rotations.areEqual(blocks.compactMap(\.attention.rope))
  }

  /// Runs tokens through the first blocks, all where `count` is `nil`, and the norm.
  ///
  /// - Parameters:
  ///   - tokens: `[batch, token, channel]`, at `places`, `[batch or 1, token, 2]`.
  ///   - context: what every attention looks at and where it stands; `nil` for the tokens
  ///     themselves.
  func callAsFunction(
    _ tokens: Tensor, at places: Tensor, context: (tokens: Tensor, places: Tensor)? = nil,
    first count: Int? = nil, generator: Generator?
  ) throws -> Tensor {
    let queries = try rotations(places)
    let keys = try context.map { try rotations($0.places) } ?? queries
    var tokens = tokens
    for block in blocks.prefix(count ?? blocks.count) {
      var pair: (queries: Rotation, keys: Rotation)?
      if let rope = block.attention.rope, let queries, let keys {
        pair = (try queries.rotation(for: rope), try keys.rotation(for: rope))
      }
      tokens = try block(
        tokens, context: context?.tokens, rotations: pair, generator: generator)
    }
    return try norm(tokens)
  }

  private func rotations(_ places: Tensor) throws -> Rotations? {
    try Rotations(
      coordinates: places, blocks: blocks.compactMap(\.attention.rope),
      areEqual: frequenciesAreEqual)
  }
}
