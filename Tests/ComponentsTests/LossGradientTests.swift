import CapiCore
import Components
import Foundation
import NeuralNetworks
import Testing
import Torch

/// Gradients of the losses against finite differences.
@Suite struct LossGradientTests {
  private static let shapes = ExperimentShapes(
    imageSize: 16, patch: 4, maskedTokens: 10, predictedTokens: 3, batch: 4, steps: 10, width: 12,
    depth: 1, heads: 3, registers: 0)

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (LossContext) throws -> any Loss
  }

  private static func ibot(_ change: (inout IBOTParameters) -> Void) -> IBOTParameters {
    var parameters = IBOTParameters()
    (parameters.prototypes, parameters.headHidden, parameters.headBottleneck) = (6, 10, 7)
    change(&parameters)
    return parameters
  }

  private static func capi(_ head: HeadKind) -> CapiLoss.Parameters {
    var parameters = CapiLoss.Parameters()
    (parameters.prototypes, parameters.headHidden, parameters.headBottleneck) = (6, 10, 7)
    parameters.head = head
    return parameters
  }

  private static func direct(_ distance: DirectLoss.Distance) -> DirectLoss.Parameters {
    var parameters = DirectLoss.Parameters()
    parameters.distance = distance
    return parameters
  }

  static let cases: [Case] = [
    Case(testDescription: "capi linear") { try CapiLoss.make(capi(.linear), $0) },
    Case(testDescription: "capi mlp") { try CapiLoss.make(capi(.mlp), $0) },
    Case(testDescription: "ibot mean") { try IBOTLoss.make(ibot { _ in }, $0) },
    Case(testDescription: "ibot sinkhorn") {
      try IBOTLoss.make(ibot { $0.centring = .sinkhorn }, $0)
    },
    Case(testDescription: "direct huber") { try DirectLoss.make(direct(.huber), $0) },
    Case(testDescription: "direct mse") { try DirectLoss.make(direct(.mse), $0) },
    Case(testDescription: "direct cosine") { try DirectLoss.make(direct(.cosine), $0) },
  ]

  @Test(arguments: cases) func agreeWithFiniteDifferences(of one: Case) throws {
    let loss = try one.make(
      LossContext(
        predictionWidth: 8, targetWidth: 12, learningRate: 1e-3, beta1: 0.9, beta2: 0.95,
        sinkhorn: try StandardSinkhorn.make(.init()), initializer: Initializer(seed: 3),
        shapes: Self.shapes))
    func normal(_ shape: [Int], _ purpose: String) throws -> Tensor {
      try Tensor.normal(shape, generator: try Generator(seed: 5, purpose: purpose))
    }
    let predictions = try normal([12, 8], "predictions").requiringGradient()
    let input = LossInput(
      predictions: predictions, targets: try normal([4, 16, 12], "targets"),
      indices: try Tensor((0..<12).map { $0 / 3 * 16 + $0 % 3 }))
    var variables = [Parameter("predictions", predictions)]
    variables += loss.studentHead?.parameters ?? []
    try loss.studentHead?.requireGradients(true)
    let first = try loss(input)
    try first.student.backward()

    func value() throws -> Double { try loss(input).student.item() }
    for variable in variables {
      let gradient = try #require(try variable.tensor.gradient, "\(variable.name)")
      let norm = try gradient.norm().item()
      let step = 2e-3 * max(try variable.tensor.norm().item(), 0.1) / norm
      func moved(_ sign: Double) throws -> Double {
        try noGrad {
          let kept = try variable.tensor.clone()
          try variable.tensor.copy(from: try kept + gradient * (sign * step))
          defer { try? variable.tensor.copy(from: kept) }
          return try value()
        }
      }
      // Along its own gradient a function grows by |gradient|² a unit.
      let slope = (try moved(1) - moved(-1)) / (2 * step)
      #expect(
        abs(slope - norm * norm) < 0.03 * norm * norm + 1e-4,
        "\(variable.name): \(slope) instead of \(norm * norm)")
    }
  }

  /// The clustering loss on its own, its assignments held still.
  @Test func theClusteringHeadAgreesWithFiniteDifferences() throws {
    let head = try ClusteringHead(
      width: 12, prototypes: 6, bias: true, initializer: Initializer(seed: 2))
    try head.requireGradients(true)
    let tokens = try Tensor.normal(
      [4, 16, 12], generator: try Generator(seed: 5, purpose: "tokens"))
    let assignments = try noGrad {
      try StandardSinkhorn.make(.init()).assignments(
        scores: head(tokens), temperature: 0.06, features: tokens, score: head.callAsFunction)
    }
    func value() throws -> Tensor {
      try -(assignments * (head(tokens) / 0.12).logSoftmax()).sum([-1]).mean()
    }
    try value().backward()
    for parameter in head.parameters {
      let gradient = try #require(try parameter.tensor.gradient)
      let norm = try gradient.norm().item()
      func moved(_ step: Double) throws -> Double {
        try noGrad {
          let kept = try parameter.tensor.clone()
          try parameter.tensor.copy(from: try kept + gradient * step)
          defer { try? parameter.tensor.copy(from: kept) }
          return try value().item()
        }
      }
      let step = 2e-3 / norm
      let slope = (try moved(step) - moved(-step)) / (2 * step)
      #expect(abs(slope - norm * norm) < 0.03 * norm * norm, "\(parameter.name)")
    }
  }
}
