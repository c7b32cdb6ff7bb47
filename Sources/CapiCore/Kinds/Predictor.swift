public import NeuralNetworks

/// What a predictor is made for.
public struct PredictorContext: Sendable {
  /// The encoder whose output it reads.
  public let encoder: EncoderShape
  public let positions: any PositionEncoding
  public let initializer: Initializer

  public init(encoder: EncoderShape, positions: any PositionEncoding, initializer: Initializer) {
    self.encoder = encoder
    self.positions = positions
    self.initializer = initializer
  }
}

/// An architecture of the predictor (paper, Table 1, "predictor architecture").
public protocol PredictorComponent: Component {
  static func make(_ parameters: Parameters, _ context: PredictorContext) throws -> any Predictor
}
