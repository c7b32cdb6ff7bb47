import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch
import Training

/// A combination of components, small enough to be tried with all others: images of 8 pixels in 16
/// patches, 8 channels, one block.
struct CombinedExperiment {
  static let batch = 4
  static let grid = TokenGrid(rows: 4, columns: 4)
  static let shapes = ExperimentShapes(
    imageSize: 8, patch: 2, maskedTokens: 10, predictedTokens: 5, batch: batch, steps: 10,
    width: 8, depth: 1, heads: 2, registers: 4)

  static let registry: Registry = {
    var registry = Registry()
    do {
      try registry.registerBuiltInComponents()
    } catch {
      fatalError("\(error)")
    }
    return registry
  }()

  let step: TrainingStep
  let sampler: MaskSampler

  init(
    target: Choice, loss: Choice, masking: Choice, predictor: Choice, positions: Choice,
    sinkhorn: Choice
  ) throws {
    let registry = Self.registry
    try self.init(
      target: target, loss: loss, masking: masking, predictor: predictor, positions: positions,
      sinkhorn: registry.sinkhorns.make(sinkhorn.selection(registry.sinkhorns), ComputeMode()))
  }

  init(
    target: Choice, loss: Choice, masking: Choice, predictor: Choice, positions: Choice,
    sinkhorn: any SinkhornAlgorithm
  ) throws {
    let registry = Self.registry
    let shape = EncoderShape(
      grid: Self.grid, patch: 2, width: 8, depth: 1, heads: 2, mlpRatio: 2, registers: 4)
    let encoding = try registry.positions.make(positions.selection(registry.positions), ())
    let initializer = Initializer(seed: 1)
    let predictorSelection = try predictor.selection(registry.predictors)
    func backbone() throws -> Backbone {
      Backbone(
        encoder: try Encoder(shape: shape, positions: encoding, initializer: initializer),
        predictor: try registry.predictors.make(
          predictorSelection,
          PredictorContext(encoder: shape, positions: encoding, initializer: initializer)))
    }
    let student = try backbone()
    let target = try registry.targets.make(
      target.selection(registry.targets),
      TargetContext(
        student: student, makeBackbone: backbone, readWeights: Self.teacherWeights,
        shapes: Self.shapes))
    let loss = try registry.losses.make(
      loss.selection(registry.losses),
      LossContext(
        predictionWidth: student.predictor.width, targetWidth: target.width, learningRate: 1e-3,
        beta1: 0.9, beta2: 0.95, sinkhorn: sinkhorn, initializer: initializer,
        shapes: Self.shapes))
    let settings = OptimizerSettings(
      learningRate: 1e-3, beta1: 0.9, beta2: 0.95, rules: ParameterRules(weightDecay: 0.1),
      warmup: 0, truncation: 0.8)
    step = try TrainingStep(
      student: student, target: target, loss: loss, settings: settings,
      schedule: settings.schedule(steps: Self.shapes.steps), seed: 1)
    sampler = MaskSampler(
      strategy: try registry.maskings.make(masking.selection(registry.maskings), Self.grid),
      grid: Self.grid, predicted: 5, seed: 1)
  }

  /// The file of the frozen teacher: 12 channels, 3 heads, patches of 4 pixels.
  private static func teacherWeights(_ path: String) throws -> [String: Tensor] {
    let shape = EncoderShape(
      grid: grid, patch: 4, width: 12, depth: 1, heads: 3, registers: 4)
    let encoder = try Encoder(
      shape: shape, positions: RoPEPositions(.init()), initializer: Initializer(seed: 7))
    return Dictionary(
      encoder.parameters.map { ("backbone.\($0.name)", $0.tensor) }
        + [("head.weight", try Tensor.zeros([2]))], uniquingKeysWith: { first, _ in first })
  }

  static func images(_ step: UInt64) throws -> Tensor {
    try Tensor.normal(
      [batch, 3, 8, 8], generator: try Generator(seed: 2, purpose: "images", step: step))
  }

  func masks(_ step: Int) throws -> PatchMasks {
    try sampler.masks(step: step, batch: Self.batch, device: .cpu)
  }

  func forward() throws -> TrainingStep.Forward {
    try step.forward(Self.images(0), masks: masks(0), step: 0)
  }
}
