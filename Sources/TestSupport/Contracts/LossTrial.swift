import CapiCore
import NeuralNetworks
import Torch

/// A loss with one batch of random predictions and targets.
struct LossTrial {
  static let (batch, tokens, predicted) = (8, 16, 5)

  let loss: any Loss
  /// `[batch · predicted, channel]`, a leaf that wants a gradient.
  let predictions: Tensor
  private let targets: Tensor
  private let indices: Tensor

  init(_ loss: any Loss, prediction: Int, target: Int) throws {
    self.loss = loss
    predictions = try Tensor.normal(
      [Self.batch * Self.predicted, prediction],
      generator: try Generator(seed: 3, purpose: "predictions")
    ).requiringGradient()
    targets = try Tensor.normal(
      [Self.batch, Self.tokens, target], generator: try Generator(seed: 4, purpose: "targets"))
    indices = try Tensor(
      (0..<Self.batch).flatMap { image in
        (0..<Self.predicted).map { image * Self.tokens + (3 * $0 + image) % Self.tokens }
      })
    try loss.studentHead?.requireGradients(true)
  }

  static func context(
    prediction: Int, target: Int, sinkhorn: any SinkhornAlgorithm
  ) -> LossContext {
    LossContext(
      predictionWidth: prediction, targetWidth: target, learningRate: 1e-3, beta1: 0.9,
      beta2: 0.95, sinkhorn: sinkhorn, initializer: Initializer(seed: 2),
      shapes: ExperimentShapes(
        imageSize: 16, patch: 4, maskedTokens: 10, predictedTokens: predicted, batch: batch,
        steps: 100, width: prediction, depth: 2, heads: 2, registers: 4))
  }

  /// Parameters of both heads.
  var heads: [Parameter] {
    (loss.studentHead?.parameters ?? []) + (loss.teacherHead?.parameters ?? [])
  }

  /// Everything a checkpoint keeps, under the names that it has there.
  var parameters: [Parameter] {
    (loss.studentHead?.parameters.map { $0.prefixed("student") } ?? [])
      + (loss.teacherHead?.parameters.map { $0.prefixed("teacher") } ?? []) + loss.state
  }

  func callAsFunction(shifted shift: Tensor? = nil) throws -> LossOutput {
    try loss(
      LossInput(
        predictions: try shift.map { try predictions.detached() + $0 } ?? predictions,
        targets: targets, indices: indices))
  }

  static func isZero(_ gradient: Tensor?) throws -> Bool {
    guard let gradient else { return true }
    return try gradient.abs().max().item() == 0
  }
}
