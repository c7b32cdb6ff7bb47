import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch

/// Gradients of encoder and predictor together against finite differences.
@Suite struct PredictorGradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (PredictorContext) throws -> any Predictor
  }

  private static let wide: PredictorParameters = {
    var parameters = PredictorParameters()
    (parameters.depth, parameters.width, parameters.heads) = (1, 12, 3)
    return parameters
  }()

  static let predictors = [
    Case(testDescription: "cross-attention") { try CrossAttentionPredictor.make(wide, $0) },
    Case(testDescription: "self-attention") { try SelfAttentionPredictor.make(wide, $0) },
    Case(testDescription: "fused") { try FusedPredictor.make(.init(), $0) },
  ]

  @Test(arguments: predictors, ["rope", "learnable", "sincos"])
  func agreeWithFiniteDifferences(of one: Case, positions: String) throws {
    let encoding: any PositionEncoding =
      switch positions {
      case "learnable": LearnablePositions()
      case "sincos": SinCosPositions()
      default: RoPEPositions(.init())
      }
    let shape = EncoderShape(
      grid: TokenGrid(rows: 3, columns: 3), patch: 2, width: 8, depth: 1, heads: 2, mlpRatio: 2,
      registers: 4)
    let initializer = Initializer(seed: 2)
    let backbone = Backbone(
      encoder: try Encoder(shape: shape, positions: encoding, initializer: initializer),
      predictor: try one.make(
        PredictorContext(encoder: shape, positions: encoding, initializer: initializer)))
    try backbone.requireGradients(true)
    let images = try Tensor.normal(
      [2, 3, 6, 6], generator: try Generator(seed: 1, purpose: "images"))
    let (visible, predicted) = (try Tensor([0, 2, 4, 10, 11, 17]), try Tensor([1, 3, 9, 16]))
    let direction = try Tensor.normal(
      [4, backbone.predictor.width], generator: try Generator(seed: 1, purpose: "direction"))
    func value() throws -> Tensor {
      try
        (backbone.predictor.predict(
          images, with: backbone.encoder, visible: visible, predicted: predicted, generator: nil
        ).predictions * direction).sum()
    }
    try value().backward()
    for parameter in backbone.parameters where parameter.role != .frequency {
      let gradient = try #require(try parameter.tensor.gradient, "\(parameter.name)")
      let norm = try gradient.norm().item()
      #expect(norm > 0, "\(parameter.name)")
      let step = 2e-3 * max(try parameter.tensor.norm().item(), 0.1) / norm
      func moved(_ sign: Double) throws -> Double {
        try noGrad {
          let kept = try parameter.tensor.clone()
          try parameter.tensor.copy(from: try kept + gradient * (sign * step))
          defer { try? parameter.tensor.copy(from: kept) }
          return try value().item()
        }
      }
      // Along its own gradient a function grows by |gradient|² a unit.
      let slope = (try moved(1) - moved(-1)) / (2 * step)
      #expect(
        abs(slope - norm * norm) < 0.05 * norm * norm + 1e-3,
        "\(parameter.name): \(slope) instead of \(norm * norm)")
    }
  }
}
