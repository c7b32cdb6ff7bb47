public import Torch

/// The network that says what stands at hidden places, from the encoder's output (paper, section 3).
public protocol Predictor: Module {
  /// Channels of a prediction.
  var width: Int { get }

  /// - Parameters:
  ///   - encoded: the encoder's output for the visible tokens.
  ///   - indices: the places to predict, flat into batch × token, the same number for every image.
  ///   - generator: stochastic depth's random numbers; `nil` outside training.
  /// - Returns: `[batch · predicted, channel]` after the final norm, image after image.
  func callAsFunction(
    _ encoded: EncodedTokens, at indices: Tensor, batch: Int, generator: Generator?
  ) throws -> Tensor

  /// One vector an image: the mean over all places of the first block's output after the norm.
  ///
  /// - Parameter encoded: the encoder's output for whole images.
  /// - Returns: `[batch, channel]`.
  func globalVector(_ encoded: EncodedTokens) throws -> Tensor
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
  public let stochasticDepth: Double

  public init(
    grid: TokenGrid, contextWidth: Int, width: Int, depth: Int, heads: Int, mlpRatio: Double,
    stochasticDepth: Double
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
