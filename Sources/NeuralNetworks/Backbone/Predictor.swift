public import Torch

/// What a backbone says of one batch: what it saw, and what it expects at the hidden places.
public struct Prediction {
  public let encoded: EncodedTokens
  /// `[batch · predicted, channel]` after the final norm, image after image.
  public let predictions: Tensor

  public init(encoded: EncodedTokens, predictions: Tensor) {
    self.encoded = encoded
    self.predictions = predictions
  }
}

/// The network that says what stands at hidden places (paper, section 3).
///
/// A predictor that reads the encoder's output is a ``SplitPredictor``; one that shares blocks with
/// the encoder conforms to this protocol itself.
public protocol Predictor: Module {
  /// Channels of a prediction.
  var width: Int { get }

  /// Encodes the visible patches and predicts hidden ones.
  ///
  /// - Parameters:
  ///   - images: `[batch, 3, height, width]`, normalised.
  ///   - encoder: the encoder of the same backbone.
  ///   - visible: the places to see, flat into batch × token, the same number for every image.
  ///   - predicted: the places to predict, likewise.
  ///   - generator: stochastic depth's random numbers; `nil` outside training.
  func predict(
    _ images: Tensor, with encoder: Encoder, visible: Tensor, predicted: Tensor,
    generator: Generator?
  ) throws -> Prediction

  /// One vector an image: the mean over all places of the first block's output after the norm.
  ///
  /// - Parameter encoded: the encoder's output for whole images.
  /// - Returns: `[batch, channel]`.
  func globalVector(_ encoded: EncodedTokens) throws -> Tensor
}

/// A predictor with blocks of its own, which reads the encoder's output.
public protocol SplitPredictor: Predictor {
  /// - Parameters:
  ///   - encoded: the encoder's output for the visible tokens.
  ///   - indices: the places to predict, flat into batch × token, the same number for every image.
  ///   - generator: stochastic depth's random numbers; `nil` outside training.
  /// - Returns: `[batch · predicted, channel]` after the final norm, image after image.
  func callAsFunction(
    _ encoded: EncodedTokens, at indices: Tensor, batch: Int, generator: Generator?
  ) throws -> Tensor
}

extension SplitPredictor {
  public func predict(
    _ images: Tensor, with encoder: Encoder, visible: Tensor, predicted: Tensor,
    generator: Generator?
  ) throws -> Prediction {
    let encoded = try encoder(images, visible: visible, generator: generator)
    return Prediction(
      encoded: encoded,
      predictions: try self(
        encoded, at: predicted, batch: images.size(0), generator: generator))
  }
}

/// The sizes a predictor is made for.
public struct PredictorShape: Sendable {
  public let grid: TokenGrid
  /// Channels of the encoder's output.
  public let contextWidth: Int
  public let width: Int
  public let depth: Int
  public let heads: Int
  public let mlpRatio: Double
  public let stochasticDepth: StochasticDepth

  public init(
    grid: TokenGrid, contextWidth: Int, width: Int, depth: Int, heads: Int, mlpRatio: Double,
    stochasticDepth: StochasticDepth
  ) {
    self.grid = grid
    self.contextWidth = contextWidth
    self.width = width
    self.depth = depth
    self.heads = heads
    self.mlpRatio = mlpRatio
    self.stochasticDepth = stochasticDepth
  }
}
