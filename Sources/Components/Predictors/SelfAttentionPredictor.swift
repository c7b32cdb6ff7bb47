public import CapiCore
public import NeuralNetworks
public import Torch

/// Mask tokens and the encoder's output attend to each other in one sequence (paper, Table 1:
/// "split, self-attention").
public final class SelfAttentionPredictor: PredictorComponent, Predictor {
  public static let name = "self-attention"
  public static let summary = "Mask tokens and the encoder's output attend to each other."

  public let width: Int
  private let maskTokens: MaskTokens
  /// From the encoder's width to the predictor's; `nil` where they are equal.
  private let entry: Linear?
  private let blocks: [TransformerBlock]
  private let norm: RMSNorm
  private var frequenciesAreEqual = false

  init(_ shape: PredictorShape, _ context: PredictorContext) throws {
    let initializer = context.initializer
    width = shape.width
    maskTokens = try MaskTokens(
      width: shape.width, grid: shape.grid, positions: context.positions,
      initializer: initializer)
    entry =
      shape.width == shape.contextWidth
      ? nil
      : try Linear(
        from: shape.contextWidth, to: shape.width, initializer: initializer.scoped("decoder.entry"))
    blocks = try (0..<shape.depth).map { index in
      try TransformerBlock(
        width: shape.width, heads: shape.heads, mlpRatio: shape.mlpRatio,
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
    try SelfAttentionPredictor(parameters.shape(for: context.encoder), context)
  }

  public static func check(
    _ parameters: PredictorParameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] { parameters.issues(shapes) }

  public var children: [(path: String, module: any Module)] {
    [("", maskTokens)] + (entry.map { [("decoder.entry", $0)] } ?? [])
      + blocks.enumerated().map { ("decoder.blocks.\($0.offset)", $0.element) }
  }

  public func parametersDidLoad() throws {
    frequenciesAreEqual = try Rotations.areEqual(blocks.compactMap(\.attention.rope))
  }

  public func callAsFunction(
    _ encoded: EncodedTokens, at indices: Tensor, batch: Int, generator: Generator?
  ) throws -> Tensor {
    let tokens = try run(blocks, encoded, at: indices, batch: batch, generator: generator)
    return try norm(tokens).flattened(0, 1)
  }

  public func globalVector(_ encoded: EncodedTokens) throws -> Tensor {
    let tokens = try run(
      Array(blocks.prefix(1)), encoded, at: nil, batch: encoded.tokens.size(0), generator: nil)
    return try norm(tokens).mean([1])
  }

  /// The mask tokens after `blocks`: `[batch, token, channel]`.
  private func run(
    _ blocks: [TransformerBlock], _ encoded: EncodedTokens, at indices: Tensor?, batch: Int,
    generator: Generator?
  ) throws -> Tensor {
    let context =
      try entry.map { (layer) throws(TorchError) in try layer(encoded.tokens) }
      ?? encoded.tokens
    let (masks, places) = try maskTokens(batch: batch, at: indices)
    var tokens = try Tensor.concatenated([context, masks], axis: 1)
    let coordinates = try Tensor.concatenated(
      [encoded.coordinates.expanded(batch, -1, -1), places.expanded(batch, -1, -1)], axis: 1)
    let rotations = try Rotations(
      coordinates: coordinates, blocks: blocks.compactMap(\.attention.rope),
      areEqual: frequenciesAreEqual)
    for block in blocks {
      var pair: (queries: Rotation, keys: Rotation)?
      if let rope = block.attention.rope, let rotations {
        let rotation = try rotations.rotation(for: rope)
        pair = (rotation, rotation)
      }
      tokens = try block(tokens, rotations: pair, generator: generator)
    }
    return try tokens.narrowed(1, from: context.size(1), count: masks.size(1))
  }
}
