public import CapiCore
public import NeuralNetworks
public import Torch

/// Mask tokens and the encoder's output attend to each other in one sequence (paper, Table 1:
/// "split, self-attention").
public final class SelfAttentionPredictor: PredictorComponent, SplitPredictor {
  public static let name = "self-attention"
  public static let summary = "Mask tokens and the encoder's output attend to each other."

  private let stack: PredictorStack
  /// From the encoder's width to the predictor's; `nil` where they are equal.
  private let entry: Linear?

  init(_ shape: PredictorShape, _ context: PredictorContext) throws {
    stack = try PredictorStack(shape, context, contextWidth: nil)
    entry =
      shape.width == shape.contextWidth
      ? nil
      : try Linear(
        from: shape.contextWidth, to: shape.width,
        initializer: context.initializer.scoped("decoder.entry"))
  }

  public static func make(
    _ parameters: PredictorParameters, _ context: PredictorContext
  ) throws -> any Predictor {
    try SelfAttentionPredictor(parameters.shape(for: context.encoder), context)
  }

  public static func check(
    _ parameters: PredictorParameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] { parameters.issues(shapes) }

  public var width: Int { stack.width }
  public var children: [(path: String, module: any Module)] {
    [("", stack)] + (entry.map { [("decoder.entry", $0)] } ?? [])
  }

  public func callAsFunction(
    _ encoded: EncodedTokens, at indices: Tensor, batch: Int, generator: Generator?
  ) throws -> Tensor {
    try masks(encoded, at: indices, batch: batch, generator: generator).flattened(0, 1)
  }

  public func globalVector(_ encoded: EncodedTokens) throws -> Tensor {
    try masks(encoded, at: nil, batch: encoded.tokens.size(0), first: 1, generator: nil).mean([1])
  }

  /// The mask tokens at the end of the sequence: `[batch, token, channel]`.
  private func masks(
    _ encoded: EncodedTokens, at indices: Tensor?, batch: Int, first count: Int? = nil,
    generator: Generator?
  ) throws -> Tensor {
    let context = try entry.map { try $0(encoded.tokens) } ?? encoded.tokens
    let (masks, places) = try stack.maskTokens(batch: batch, at: indices)
    let coordinates = try Tensor.concatenated(
      [encoded.coordinates.expanded(batch, -1, -1), places.expanded(batch, -1, -1)], axis: 1)
    let tokens = try stack(
      Tensor.concatenated([context, masks], axis: 1), at: coordinates, first: count,
      generator: generator)
    return try tokens.narrowed(1, from: context.size(1), count: masks.size(1))
  }
}
