import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch
import Training

/// A training taken up from its saved state gives the bits of one that was never interrupted.
@Suite struct ResumingTests {
  /// Objectives whose state differs in kind.
  enum Objective: String, CaseIterable {
    case capiWithQueue, standardSinkhornWithQueue, direct, pixels, ibot
  }

  private func training(_ objective: Objective) throws -> TinyExperiment {
    var capi = CapiLoss.Parameters()
    capi.prototypes = 16
    var ibot = IBOTLoss.Parameters()
    (ibot.prototypes, ibot.headHidden, ibot.headBottleneck) = (8, 16, 8)
    var queue = SinkhornParameters()
    queue.queue = 3
    let loss: any LossMaking =
      switch objective {
      case .direct, .pixels: LossOf<DirectLoss>()
      case .ibot: LossOf<IBOTLoss>(parameters: ibot)
      case .capiWithQueue, .standardSinkhornWithQueue: LossOf<CapiLoss>(parameters: capi)
      }
    let target: any TargetMaking =
      objective == .pixels ? TargetOf<PixelTarget>() : TargetOf<EMATeacher>()
    let sinkhorn: any SinkhornAlgorithm =
      objective == .standardSinkhornWithQueue
      ? try StandardSinkhorn.make(queue) : try PositionwiseSinkhorn.make(queue)
    return try TinyExperiment(
      target: target, loss: loss,
      masking: try InverseBlockMasking.make(.init(), grid: TinyExperiment.grid),
      predictor: PredictorOf<CrossAttentionPredictor>(), positions: try RoPEPositions.make(.init()),
      sinkhorn: sinkhorn)
  }

  /// The state as a checkpoint keeps it: copies of all elements.
  private func saved(_ step: TrainingStep) throws -> [String: Tensor] {
    var state: [String: Tensor] = [:]
    for parameter in step.state {
      state[parameter.name] = try Tensor(
        parameter.tensor.elements(Float.self), shape: parameter.tensor.shape)
    }
    return state
  }

  private func bits(_ step: TrainingStep) throws -> [String: [UInt32]] {
    var bits: [String: [UInt32]] = [:]
    for parameter in step.state {
      bits[parameter.name] = try parameter.tensor.elements(Float.self).map(\.bitPattern)
    }
    return bits
  }

  @Test(arguments: Objective.allCases)
  func `weights and numbers are those of an uninterrupted run`(objective: Objective) throws {
    let whole = try training(objective)
    var state: [String: Tensor] = [:]
    var numbers: [[String: Double]] = []
    for step in 0..<9 {
      // With two batches in a queue of three.
      if step == 2 { state = try saved(whole.step) }
      numbers.append(try whole.run(step))
    }
    let resumed = try training(objective)
    // Any other history is forgotten.
    _ = try resumed.run(7)
    try resumed.step.restore(state)
    for step in 2..<9 {
      let again = try resumed.run(step)
      #expect(again.mapValues(\.bitPattern) == numbers[step].mapValues(\.bitPattern))
    }
    #expect(try bits(resumed.step) == bits(whole.step))
  }

  @Test func `a state that does not fit is refused by name`() throws {
    let experiment = try training(.capiWithQueue)
    _ = try experiment.run(0)
    let before = try bits(experiment.step)
    let state = try saved(experiment.step)
    func refusal(_ change: (inout [String: Tensor]) throws -> Void) throws -> StateMismatch? {
      var changed = state
      try change(&changed)
      do {
        try experiment.step.restore(changed)
        return nil
      } catch let error as StateMismatch {
        return error
      }
    }
    let known = try #require(state.keys.sorted().first { $0.hasPrefix("student/backbone/") })
    #expect(try refusal { $0[known] = nil } == StateMismatch(missing: [known]))
    #expect(
      try refusal { $0["teacher/extra"] = try Tensor.zeros([1]) }
        == StateMismatch(surplus: ["teacher/extra"]))
    let shape = try #require(state[known]).shape
    #expect(
      try refusal { $0[known] = try Tensor.zeros(shape + [1]) }?.description
        == "the weights do not fit the model; nothing was loaded\n\(known): the model has "
        + "\(shape), the weights \(shape + [1])")
    #expect(try bits(experiment.step) == before)
    #expect(
      try refusal { $0["loss/sinkhorn/queue.7"] = try Tensor.zeros([1]) }
        == StateMismatch(missing: ["queue.1"], surplus: ["queue.7"]))
    #expect(
      try refusal { $0["loss/other"] = try Tensor.zeros([1]) } == StateMismatch(surplus: ["other"]))
  }
}
