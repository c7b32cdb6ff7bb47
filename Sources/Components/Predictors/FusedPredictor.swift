public import CapiCore
public import NeuralNetworks
public import Torch

/// One transformer sees visible patches and mask tokens together (paper, Table 1: "fused").
///
/// Its only weight of its own is the mask token: the encoder's blocks do the predicting, so depth
/// and width are the model's. Outside training the encoder runs without mask tokens, as any other.
public final class FusedPredictor: PredictorComponent, Predictor {
  public static let name = "fused"
  public static let summary =
    "The encoder's own blocks see visible patches and mask tokens together."

  public let width: Int
  /// `[1, channel]`.
  private let maskToken: Tensor

  init(_ context: PredictorContext) throws {
    width = context.encoder.width
    maskToken = try context.initializer.normal("mask_token", [1, width], deviation: 0.02)
  }

  public static func make(
    _ parameters: NoParameters, _ context: PredictorContext
  ) throws -> any Predictor { try FusedPredictor(context) }

  public var ownParameters: [Parameter] { [Parameter("mask_token", maskToken)] }

  public func predict(
    _ images: Tensor, with encoder: Encoder, visible: Tensor, predicted: Tensor,
    generator: Generator?
  ) throws -> Prediction {
    try encoder(
      images, visible: visible, maskToken: maskToken, predicted: predicted, generator: generator)
  }

  /// There is no predictor block to pool: the mean patch token.
  public func globalVector(_ encoded: EncodedTokens) throws -> Tensor {
    try encoded.patches.mean([1])
  }
}
