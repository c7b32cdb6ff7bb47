public import CapiCore
public import NeuralNetworks
public import Torch

/// Mask tokens look at the encoder's output and not at each other, so that every prediction is
/// independent of which others are asked for (paper, Table 1: "split, cross-attention", default).
public final class CrossAttentionPredictor: PredictorComponent, Predictor {
  public static let name = "cross-attention"
  public static let summary =
    "Mask tokens attend to the encoder's output only; the paper's default."

  public let width: Int
  private let maskTokens: MaskTokens
  private let blocks: [TransformerBlock]
  private let norm: RMSNorm
  private var frequenciesAreEqual = false

  init(_ shape: PredictorShape, _ context: PredictorContext) throws {
    let initializer = context.initializer
    width = shape.width
    maskTokens = try MaskTokens(
      width: shape.width, grid: shape.grid, positions: context.positions,
      initializer: initializer)
    blocks = try (0..<shape.depth).map { index in
      try TransformerBlock(
        width: shape.width, heads: shape.heads, mlpRatio: shape.mlpRatio,
        contextWidth: shape.contextWidth,
        rope: context.positions.rotary(
          headWidth: shape.width / shape.heads, device: initializer.device),
        stochasticDepth: shape.stochasticDepth,
        initializer: initializer.scoped("decoder.blocks.\(index)"))
    }
    norm = try RMSNorm(width: shape.width, affine: false, initializer: initializer)
    try parametersDidLoad()
  }

  public static func make(
    _ parameters: PredictorParameters, _ context: PredictorContext
  ) throws -> any Predictor {
    try CrossAttentionPredictor(parameters.shape(for: context.encoder), context)
  }

  public static func check(
    _ parameters: PredictorParameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] { parameters.issues(shapes) }

  public var children: [(path: String, module: any Module)] {
    [("", maskTokens)] + blocks.enumerated().map { ("decoder.blocks.\($0.offset)", $0.element) }
  }

  public func parametersDidLoad() throws {
    frequenciesAreEqual = try Rotations.areEqual(blocks.compactMap(\.attention.rope))
  }

  public func callAsFunction(
    _ encoded: EncodedTokens, at indices: Tensor, batch: Int, generator: Generator?
  ) throws -> Tensor {
    let tokens = try run(
      blocks, encoded, at: indices, batch: batch, generator: generator)
    return try norm(tokens).flattened(0, 1)
  }

  public func globalVector(_ encoded: EncodedTokens) throws -> Tensor {
    let tokens = try run(
      Array(blocks.prefix(1)), encoded, at: nil, batch: encoded.tokens.size(0), generator: nil)
    return try norm(tokens).mean([1])
  }

  private func run(
    _ blocks: [TransformerBlock], _ encoded: EncodedTokens, at indices: Tensor?, batch: Int,
    generator: Generator?
  ) throws -> Tensor {
    var (tokens, coordinates) = try maskTokens(batch: batch, at: indices)
    let ropes = blocks.compactMap(\.attention.rope)
    let queries = try Rotations(
      coordinates: coordinates, blocks: ropes, areEqual: frequenciesAreEqual)
    let keys = try Rotations(
      coordinates: encoded.coordinates, blocks: ropes, areEqual: frequenciesAreEqual)
    for block in blocks {
      var pair: (queries: Rotation, keys: Rotation)?
      if let rope = block.attention.rope, let queries, let keys {
        pair = (try queries.rotation(for: rope), try keys.rotation(for: rope))
      }
      tokens = try block(
        tokens, context: encoded.tokens, rotations: pair, generator: generator)
    }
    return tokens
  }
}
