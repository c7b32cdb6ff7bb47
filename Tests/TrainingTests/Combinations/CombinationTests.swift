import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch
import Training

/// Whatever is registered trains with whatever else is registered, and gradients go where they
/// belong. Each combination of names is tried once, with variants drawn for it.
/// One suite, one after the other: the number of threads belongs to the whole process.
@Suite(.serialized) struct CombinationTests {
  private static let registry = CombinedExperiment.registry

  @Test(arguments: Choice.groups(registry.targets), Choice.groups(registry.losses))
  func trains(target: Variants, loss: Variants) throws {
    var tried = 0
    for masking in Choice.groups(Self.registry.maskings) {
      for predictor in Choice.groups(Self.registry.predictors) {
        for positions in Choice.groups(Self.registry.positions) {
          for sinkhorn in Choice.groups(Self.registry.sinkhorns) {
            var random = RandomStream(
              seed: 1, purpose: "variants of \(target.name) and \(loss.name)", index: UInt64(tried))
            tried += 1
            let chosen = [target, loss, masking, predictor, positions, sinkhorn].map {
              $0.pick(using: &random)
            }
            let experiment = try CombinedExperiment(
              target: chosen[0], loss: chosen[1], masking: chosen[2], predictor: chosen[3],
              positions: chosen[4], sinkhorn: chosen[5])
            try check(experiment, chosen.map(\.testDescription).joined(separator: ", "))
          }
        }
      }
    }
    #expect(tried >= 72)
  }

  private func check(_ experiment: CombinedExperiment, _ place: String) throws {
    let step = experiment.step
    let forward = try experiment.forward()
    #expect(try forward.loss.student.item().isFinite, "\(place)")
    #expect(!forward.targets.requiresGradient, "\(place)")
    for name in ["targets", "assignments"] {
      guard let rows = try forward.loss.intermediates()[name] else { continue }
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
