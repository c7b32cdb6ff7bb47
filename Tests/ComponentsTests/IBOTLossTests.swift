import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch

@Suite struct IBOTLossTests {
  private func loss(_ change: (inout IBOTParameters) -> Void = { _ in }) throws -> any Loss {
    var parameters = IBOTParameters()
    (parameters.prototypes, parameters.headHidden, parameters.headBottleneck) = (5, 8, 6)
    change(&parameters)
    return try IBOTLoss.make(
      parameters,
      LossContext(
        predictionWidth: 8, targetWidth: 8, learningRate: 1e-3, beta1: 0.9, beta2: 0.95,
        sinkhorn: try StandardSinkhorn.make(.init()), initializer: Initializer(seed: 3),
        shapes: ExperimentShapes(
          imageSize: 16, patch: 4, maskedTokens: 10, predictedTokens: 2, batch: 2, steps: 10,
          width: 8, depth: 1, heads: 2, registers: 0)))
  }

  private func input(_ purpose: String = "input") throws -> LossInput {
    let generator = try Generator(seed: 1, purpose: purpose)
    return LossInput(
      predictions: try Tensor.normal([4, 8], generator: generator),
      targets: try Tensor.normal([2, 16, 8], generator: generator),
      indices: try Tensor([0, 5, 16, 31]))
  }

  private func centre(_ loss: any Loss) throws -> [Float] {
    try #require(loss.state.first { $0.name == "centre" }).tensor.elements()
  }

  @Test func theTeachersHeadStartsAsTheStudents() throws {
    let loss = try loss()
    let (student, teacher) = (try #require(loss.studentHead), try #require(loss.teacherHead))
    #expect(student.parameters.map(\.name) == teacher.parameters.map(\.name))
    for (a, b) in zip(student.parameters, teacher.parameters) {
      #expect(try a.tensor.elements(Float.self) == b.tensor.elements(Float.self))
    }
  }

  @Test func theTeachersHeadFollowsWithItsMomentum() throws {
    let loss = try loss { ($0.momentum, $0.curve) = (0.9, .schedule) }
    let (student, teacher) = (try #require(loss.studentHead), try #require(loss.teacherHead))
    let name = "mlp.0.weight"
    func weight(_ module: any Module) throws -> Tensor {
      try #require(module.parameters.first { $0.name == name }).tensor
    }
    let start = try weight(teacher).clone()
    try weight(student).copy(from: try start + 1)
    let logged = try loss.step(fraction: 0.5, foundInfinite: nil)
    #expect(logged.map(\.value) == [0.95])
    #expect(
      try (weight(teacher) - start - Tensor.full(start.shape, 0.05)).abs().max().item() < 1e-6)
  }

  @Test func theCentreFollowsTheLogitsAfterTheStep() throws {
    let loss = try loss { $0.centreMomentum = 0.5 }
    let input = try input()
    let first = try loss(input)
    #expect(try centre(loss) == [0, 0, 0, 0, 0])
    _ = try loss.step(fraction: 1, foundInfinite: nil)
    #expect(try centre(loss) != [0, 0, 0, 0, 0])
    let second = try loss(input)
    func targets(_ output: LossOutput) throws -> [Float] {
      try #require(output.intermediates()["targets"]).elements()
    }
    #expect(try targets(first) != targets(second))
  }

  @Test func aStepThatDoesNotCountLeavesTheCentre() throws {
    let loss = try loss()
    let input = try input()
    _ = try loss(
      LossInput(
        predictions: input.predictions, targets: try input.targets * Double.nan,
        indices: input.indices))
    _ = try loss.step(fraction: 1, foundInfinite: Tensor.full([], 1))
    #expect(try centre(loss) == [0, 0, 0, 0, 0])
  }

  @Test func withoutCentringAFavouritePrototypeStays() throws {
    // All tokens alike: the running mean takes the favourite away, Sinkhorn shares it out.
    let same = try Tensor.full([2, 16, 8], 1)
    let input = LossInput(
      predictions: try input().predictions, targets: same, indices: try Tensor([0, 5, 16, 31]))
    func largest(_ centring: IBOTParameters.Centring, steps: Int) throws -> Double {
      let loss = try loss { ($0.centring, $0.centreMomentum) = (centring, 0.5) }
      var value = 0.0
      for _ in 0..<steps {
        value = try #require(loss(input).intermediates()["targets"]).max().item()
        _ = try loss.step(fraction: 1, foundInfinite: nil)
      }
      return value
    }
    #expect(try largest(.mean, steps: 1) > 0.3)
    #expect(try largest(.mean, steps: 30) < 0.21)
    #expect(try largest(.sinkhorn, steps: 1) < 0.21)
  }
}
