import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch
import Training

/// Whatever is registered trains with whatever else is registered, and gradients go where they
/// belong. One suite, one after the other: the number of threads belongs to the whole process.
@Suite(.serialized) struct CombinationTests {
  private static let registry = CombinedExperiment.registry
  private static let maskings = Choice.all(registry.maskings)
  private static let predictors = Choice.all(registry.predictors)
  private static let positions = Choice.all(registry.positions)
  private static let sinkhorns = Choice.all(registry.sinkhorns)

  @Test(arguments: Choice.all(registry.targets), Choice.all(registry.losses))
  func trains(target: Choice, loss: Choice) throws {
    for (masking, predictor) in Self.pairs(Self.maskings, Self.predictors) {
      for (positions, sinkhorn) in Self.pairs(Self.positions, Self.sinkhorns) {
        let place = [masking, predictor, positions, sinkhorn].map(\.testDescription)
          .joined(separator: ", ")
        let experiment = try CombinedExperiment(
          target: target, loss: loss, masking: masking, predictor: predictor,
          positions: positions, sinkhorn: sinkhorn)
        try check(experiment, place)
      }
    }
  }

  private static func pairs(_ a: [Choice], _ b: [Choice]) -> [(Choice, Choice)] {
    a.flatMap { first in b.map { (first, $0) } }
  }

  private func check(_ experiment: CombinedExperiment, _ place: String) throws {
    let step = experiment.step
    let forward = try experiment.forward()
    #expect(try forward.loss.student.item().isFinite, "\(place)")
    #expect(!forward.targets.requiresGradient, "\(place)")
    for name in ["targets", "assignments"] {
      guard let rows = forward.loss.intermediates[name] else { continue }
      #expect(!rows.requiresGradient, "\(place): \(name)")
      let sums = try rows.sum([-1]).elements(Float.self)
      #expect(sums.allSatisfy { abs($0 - 1) < 1e-5 }, "\(place): \(name)")
    }
    try step.backward(forward)

    var learning: [(String, any Module)] = [("student", step.student)]
    if let head = step.loss.studentHead { learning.append(("head", head)) }
    if forward.loss.auxiliary != nil, let head = step.loss.teacherHead {
      learning.append(("clustering", head))
    }
    for (owner, module) in learning {
      let trained = module.parameters.filter { $0.role != .frequency }
      let sizes = try trained.map { parameter in
        try #require(try parameter.tensor.gradient, "\(place): \(owner) \(parameter.name)")
          .abs().max()
      }
      let reached = try Tensor.stacked(sizes).elements(Float.self).map { $0 > 0 && $0.isFinite }
      let missed = zip(trained, reached).filter { !$0.1 }.map(\.0.name)
      #expect(missed.isEmpty, "\(place): \(owner)")
    }
    var fixed = step.target.backbone?.parameters ?? []
    if forward.loss.auxiliary == nil { fixed += step.loss.teacherHead?.parameters ?? [] }
    for parameter in fixed {
      #expect(try parameter.tensor.gradient == nil, "\(place): teacher \(parameter.name)")
    }

    let before = try learning.map { try Self.numbers($0.1) }
    _ = try step.update(step: 0)
    for (values, module) in zip(before, learning) {
      #expect(try Self.numbers(module.1) != values, "\(place): \(module.0) stood still")
    }
    let values = try step(
      CombinedExperiment.images(1), masks: experiment.masks(1), step: 1)
    #expect(values.allSatisfy { $0.value.isFinite }, "\(place)")
  }

  private static func numbers(_ module: any Module) throws -> [[Float]] {
    try module.parameters.map { try $0.tensor.elements(Float.self) }
  }
}
