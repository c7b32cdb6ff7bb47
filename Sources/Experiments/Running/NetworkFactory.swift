import CapiCore
import NeuralNetworks
import Torch
import Training

/// Makes an experiment's networks, and the step that trains them, from its configuration and the
/// registered components.
struct NetworkFactory {
  let registry: Registry
  let configuration: ExperimentConfiguration
  let shapes: ExperimentShapes
  let device: Device

  var grid: TokenGrid { TokenGrid(rows: shapes.gridRows, columns: shapes.gridColumns) }

  private var initializer: Initializer {
    Initializer(
      seed: UInt64(configuration.general.seed), device: device, mode: configuration.engine.mode)
  }

  /// A backbone with initial weights: the same for every call, given by the seed.
  func backbone() throws -> Backbone {
    let model = configuration.model
    let positions = try registry.positions.make(configuration.positions, ())
    let shape = EncoderShape(
      grid: grid, patch: model.patch, width: model.width, depth: model.depth, heads: model.heads,
      mlpRatio: model.mlpRatio, registers: model.registers,
      stochasticDepth: model.stochasticDepth, stochasticDepthMode: model.stochasticDepthMode)
    return Backbone(
      encoder: try Encoder(shape: shape, positions: positions, initializer: initializer),
      predictor: try registry.predictors.make(
        configuration.predictor,
        PredictorContext(encoder: shape, positions: positions, initializer: initializer)))
  }

  /// The network that trains: with initial weights, or those of the file that `model.weights` names.
  func student() throws -> Backbone {
    let student = try backbone()
    guard let path = configuration.model.weights else { return student }
    do {
      try student.load(
        try BackboneState.select(from: try WeightReader.read(path), path: path))
    } catch let error as StateMismatch {
      throw ExperimentError("\(path): \(error)")
    }
    return student
  }

  func target(student: Backbone) throws -> any TargetRepresentation {
    try registry.targets.make(
      configuration.target,
      TargetContext(
        student: student, makeBackbone: backbone, readWeights: WeightReader.read, shapes: shapes))
  }

  func loss(student: Backbone, target: any TargetRepresentation) throws -> any Loss {
    let optimizer = configuration.optimizer
    return try registry.losses.make(
      configuration.loss,
      LossContext(
        predictionWidth: student.predictor.width, targetWidth: target.width,
        learningRate: optimizer.learningRate, beta1: optimizer.beta1, beta2: optimizer.beta2,
        sinkhorn: try registry.sinkhorns.make(configuration.sinkhorn, configuration.engine.mode),
        initializer: initializer, shapes: shapes))
  }

  func masks() throws -> MaskSampler {
    MaskSampler(
      strategy: try registry.maskings.make(configuration.masking, grid), grid: grid,
      predicted: shapes.predictedTokens, seed: UInt64(configuration.general.seed))
  }

  func step(
    student: Backbone, target: any TargetRepresentation, loss: any Loss
  ) throws -> TrainingStep {
    let optimizer = configuration.optimizer
    let settings = OptimizerSettings(
      learningRate: optimizer.learningRate, beta1: optimizer.beta1, beta2: optimizer.beta2,
      rules: ParameterRules(
        weightDecay: optimizer.weightDecay,
        normWeightDecayScale: optimizer.normWeightDecayScale,
        patchEmbeddingRateScale: optimizer.patchEmbedLearningRateScale),
      warmup: optimizer.warmup, truncation: optimizer.truncation)
    return try TrainingStep(
      student: student, target: target, loss: loss, settings: settings,
      schedule: settings.schedule(steps: configuration.training.steps),
      seed: UInt64(configuration.general.seed))
  }
}
