public import CapiCore
public import NeuralNetworks
public import Torch

/// Mask tokens look at the encoder's output and not at each other, so that every prediction is
/// independent of which others are asked for (paper, Table 1: "split, cross-attention", default).
///
/// Keys and values are read from the encoder's channels by each block's own projections, so a
/// predictor of another width needs no layer in between.
public final class CrossAttentionPredictor: PredictorComponent, SplitPredictor {
  public static let name = "cross-attention"
  public static let summary =
    "Mask tokens attend to the encoder's output only; the paper's default."

  private let stack: PredictorStack

  init(_ shape: PredictorShape, _ context: PredictorContext) throws {
    stack = try PredictorStack(shape, context, contextWidth: shape.contextWidth)
  }

  public static func make(
    _ parameters: PredictorParameters, _ context: PredictorContext
  ) throws -> any Predictor {
    try CrossAttentionPredictor(parameters.shape(for: context.encoder), context)
  }

  public static func check(
    _ parameters: PredictorParameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] { parameters.issues(shapes) }

  public var width: Int { stack.width }
  public var children: [(path: String, module: any Module)] { [("", stack)] }

  public func callAsFunction(
    _ encoded: EncodedTokens, at indices: Tensor, batch: Int, generator: Generator?
  ) throws -> Tensor {
    let (masks, places) = try stack.maskTokens(batch: batch, at: indices)
    return try stack(
      masks, at: places, context: (encoded.tokens, encoded.coordinates), generator: generator
    ).flattened(0, 1)
  }

  public func globalVector(_ encoded: EncodedTokens) throws -> Tensor {
    let (masks, places) = try stack.maskTokens(batch: encoded.tokens.size(0), at: nil)
    return try stack(
      masks, at: places, context: (encoded.tokens, encoded.coordinates), first: 1, generator: nil
    ).mean([1])
  }
}
