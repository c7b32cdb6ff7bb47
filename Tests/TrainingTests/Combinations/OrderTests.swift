import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch
import Training

/// Image order and batch: what belongs to an image stays with it.
@Suite(.serialized) struct OrderTests {
  private static let registry = CombinedExperiment.registry
  private static let order = [2, 0, 3, 1]

  private func experiment(
    target: Choice? = nil, loss: Choice? = nil, masking: Choice? = nil, predictor: Choice? = nil,
    positions: Choice? = nil, sinkhorn: (any SinkhornAlgorithm)? = nil
  ) throws -> CombinedExperiment {
    func plain(_ name: String) -> Choice { Choice(name: name, parameters: "") }
    return try CombinedExperiment(
      target: target ?? plain("ema-teacher"),
      loss: loss ?? Choice(name: "capi", parameters: "prototypes: 4"),
      masking: masking ?? plain("random"), predictor: predictor ?? plain("cross-attention"),
      positions: positions ?? plain("rope"),
      sinkhorn: sinkhorn ?? StandardSinkhorn.make(.init()))
  }

  /// Places of `masks` after the images were put in another order.
  private func permuted(_ masks: PatchMasks) throws -> PatchMasks {
    let tokens = CombinedExperiment.grid.tokenCount
    func permute(_ indices: Tensor) throws -> Tensor {
      let values = try indices.elements(Int64.self).map(Int.init)
      let each = values.count / CombinedExperiment.batch
      return try Tensor(
        Self.order.enumerated().flatMap { new, old in
          values[old * each..<(old + 1) * each].map { $0 % tokens + new * tokens }
        })
    }
    return PatchMasks(
      visible: try permute(masks.visible), predicted: try permute(masks.predicted))
  }

  /// How far assignments and predictions of permuted images are from permuted ones.
  private func distances(_ experiment: CombinedExperiment) throws -> [String: Double] {
    let order = try Tensor(Self.order)
    let masks = try experiment.masks(0)
    let images = try CombinedExperiment.images(0)
    let first = try experiment.step.forward(images, masks: masks, step: 0)
    let second = try experiment.step.forward(
      images.indexed(0, by: order), masks: permuted(masks), step: 0)
    func rows(_ forward: TrainingStep.Forward) throws -> [String: Tensor] {
      var all = try forward.loss.intermediates().filter { $0.key != "assignments" }
      all["predictions"] = forward.predictions
      var images = try all.mapValues { try $0.reshaped(4, -1, $0.size(-1)) }
      images["tokens"] = forward.targets
      images["assignments"] = try forward.loss.intermediates()["assignments"]
      return images
    }
    var result: [String: Double] = [:]
    let other = try rows(second)
    for (name, tensor) in try rows(first) {
      let difference = try tensor.indexed(0, by: order) - #require(other[name])
      result[name] = try difference.abs().max().item()
    }
    return result
  }

  @Test(arguments: Choice.all(registry.targets), Choice.all(registry.losses))
  func permutingImagesPermutesTargets(target: Choice, loss: Choice) throws {
    for sinkhorn in Choice.all(Self.registry.sinkhorns) {
      let experiment = try experiment(
        target: target, loss: loss,
        sinkhorn: Self.registry.sinkhorns.make(
          sinkhorn.selection(Self.registry.sinkhorns), ComputeMode()))
      for (name, distance) in try distances(experiment) {
        #expect(distance < 1e-4, "\(name), \(sinkhorn.testDescription)")
      }
    }
  }

  /// The reference's fault: assignments of the standard problem came back transposed. Shapes, row
  /// sums and a finite loss say nothing of it.
  @Test func aTransposedAssignmentIsCaught() throws {
    let broken = try experiment(sinkhorn: TransposedSinkhorn())
    let forward = try broken.forward()
    let targets = try #require(try forward.loss.intermediates()["targets"])
    #expect(targets.shape == [20, 4])
    #expect(try targets.sum([-1]).elements(Float.self).allSatisfy { abs($0 - 1) < 1e-5 })
    #expect(try forward.loss.student.item().isFinite)
    let found = try distances(broken)
    #expect(try #require(found["assignments"]) > 0.05)
    #expect(try #require(found["targets"]) > 0.05)
    #expect(try #require(found["predictions"]) < 1e-4)
  }

  /// Nothing in encoder and predictor mixes images.
  @Test(arguments: Choice.all(registry.predictors), Choice.all(registry.positions))
  func anImagesPredictionDoesNotDependOnTheOthers(predictor: Choice, positions: Choice) throws {
    for masking in Choice.all(Self.registry.maskings) {
      let experiment = try experiment(
        masking: masking, predictor: predictor, positions: positions)
      let (masks, images) = (try experiment.masks(0), try CombinedExperiment.images(0))
      let student = experiment.step.student
      func predict(_ count: Int) throws -> Prediction {
        try student.predictor.predict(
          images.narrowed(0, from: 0, count: count), with: student.encoder,
          visible: masks.visible.narrowed(0, from: 0, count: 6 * count),
          predicted: masks.predicted.narrowed(0, from: 0, count: 5 * count), generator: nil)
      }
      let (alone, together) = (try predict(1), try predict(4))
      let same = try together.predictions.narrowed(0, from: 0, count: 5)
      #expect(try (alone.predictions - same).abs().max().item() < 1e-5)
      let first = try together.encoded.tokens.narrowed(0, from: 0, count: 1)
      #expect(try (alone.encoded.tokens - first).abs().max().item() < 1e-5)
    }
  }

  /// Mask tokens of the cross-attention predictor do not see each other; those of the others do.
  @Test(arguments: Choice.all(registry.positions))
  func onlyCrossAttentionPredictsPlacesIndependently(positions: Choice) throws {
    func distance(_ name: String) throws -> Double {
      let experiment = try experiment(
        predictor: Choice(name: name, parameters: ""), positions: positions)
      let masks = try experiment.masks(0)
      let image = try CombinedExperiment.images(0).narrowed(0, from: 0, count: 1)
      let student = experiment.step.student
      func predict(_ count: Int) throws -> Tensor {
        try student.predictor.predict(
          image, with: student.encoder, visible: masks.visible.narrowed(0, from: 0, count: 6),
          predicted: masks.predicted.narrowed(0, from: 0, count: count), generator: nil
        ).predictions.narrowed(0, from: 0, count: 1)
      }
      return try (predict(1) - predict(5)).abs().max().item()
    }
    #expect(try distance("cross-attention") < 1e-5)
    #expect(try distance("self-attention") > 1e-4)
    #expect(try distance("fused") > 1e-4)
  }
}

/// Standard Sinkhorn with the reference's fault: the problem is flattened token by token and comes
/// back image by image.
private final class TransposedSinkhorn: SinkhornAlgorithm {
  func assignments(
    scores: Tensor, temperature: Double, features: Tensor, score: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let problem = try scores.transposed(0, 1).flattened(0, 1).unsqueezed(0)
    return try SinkhornKnopp.solve(problem, temperature: temperature, iterations: 3)
      .reshaped(scores.shape)
  }

  func tokensPerProblem(batch: Int, tokens: Int) -> Int { batch * tokens }
  var state: [Parameter] { [] }
}
