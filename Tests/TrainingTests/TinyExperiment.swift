import CapiCore
import Components
import NeuralNetworks
import Torch
import Training

/// A training small enough for tests: 16-pixel images, 4-pixel patches, 16 channels.
struct TinyExperiment {
  static let batch = 8
  static let shapes = ExperimentShapes(
    imageSize: 16, patch: 4, maskedTokens: 10, predictedTokens: 5, batch: batch, steps: 200,
    width: 16, depth: 2, heads: 2, registers: 4)
  static let grid = TokenGrid(rows: 4, columns: 4)

  let step: TrainingStep
  let masks: MaskSampler

  /// The names are those of experiment files.
  init(
    target: any TargetMaking = TargetOf<EMATeacher>(), loss: any LossMaking = LossOf<CapiLoss>(),
    masking: any MaskingStrategy, predictor: any PredictorMaking,
    positions: any PositionEncoding, sinkhorn: any SinkhornAlgorithm, seed: UInt64 = 1
  ) throws {
    let shape = EncoderShape(
      grid: Self.grid, patch: 4, width: 16, depth: 2, heads: 2, registers: 4)
    let initializer = Initializer(seed: seed)
    func backbone() throws -> Backbone {
      Backbone(
        encoder: try Encoder(shape: shape, positions: positions, initializer: initializer),
        predictor: try predictor.make(
          PredictorContext(encoder: shape, positions: positions, initializer: initializer)))
    }
    let student = try backbone()
    let target = try target.make(
      TargetContext(
        student: student, makeBackbone: backbone, readWeights: { _ in [:] }, shapes: Self.shapes))
    let loss = try loss.make(
      LossContext(
        predictionWidth: 16, targetWidth: target.width, learningRate: 3e-3, beta1: 0.9,
        beta2: 0.95, sinkhorn: sinkhorn, initializer: initializer, shapes: Self.shapes))
    let settings = OptimizerSettings(
      learningRate: 3e-3, beta1: 0.9, beta2: 0.95, rules: ParameterRules(weightDecay: 0.1),
      warmup: 0.1, truncation: 0.8)
    step = try TrainingStep(
      student: student, target: target, loss: loss, settings: settings,
      schedule: settings.schedule(steps: Self.shapes.steps), seed: seed)
    masks = MaskSampler(strategy: masking, grid: Self.grid, predicted: 5, seed: seed)
  }

  /// The paper's defaults at this size.
  static func standard(seed: UInt64 = 1) throws -> TinyExperiment {
    var teacher = EMATeacher.Parameters()
    (teacher.momentum, teacher.curve) = (0.9, .constant)
    var capi = CapiLoss.Parameters()
    // Not fewer: see the limit of docs/decisions/0003, of products below 16 rows and of 16 columns.
    capi.prototypes = 16
    return try TinyExperiment(
      target: TargetOf<EMATeacher>(parameters: teacher), loss: LossOf<CapiLoss>(parameters: capi),
      masking: try InverseBlockMasking.make(.init(), grid: grid),
      predictor: PredictorOf<CrossAttentionPredictor>(), positions: try RoPEPositions.make(.init()),
      sinkhorn: try PositionwiseSinkhorn.make(.init()), seed: seed)
  }

  /// Images with structure: a bright half whose side differs by image, and noise.
  static func images(step: Int) throws -> Tensor {
    let noise = try Tensor.normal(
      [batch, 3, 16, 16], deviation: 0.2,
      generator: try Generator(seed: 9, purpose: "image", step: UInt64(step % 4)))
    for image in 0..<batch {
      let half = try noise.selected(0, image).narrowed(
        1 + image % 2, from: image % 4 < 2 ? 0 : 8, count: 8)
      try half.copy(from: try half + Double(1 + image % 3))
    }
    return noise
  }

  func run(_ index: Int) throws -> [String: Double] {
    let values = try step(
      try Self.images(step: index),
      masks: try masks.masks(step: index, batch: Self.batch, device: .cpu), step: index)
    return Dictionary(
      values.map { ($0.metric.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

// One maker for each kind, so that combinations can be listed.
protocol TargetMaking: Sendable {
  func make(_ context: TargetContext) throws -> any TargetRepresentation
}

struct TargetOf<C: TargetComponent>: TargetMaking {
  var parameters = C.Parameters()
  func make(_ context: TargetContext) throws -> any TargetRepresentation {
    try C.make(parameters, context)
  }
}

protocol LossMaking: Sendable { func make(_ context: LossContext) throws -> any Loss }

struct LossOf<C: LossComponent>: LossMaking {
  var parameters = C.Parameters()
  func make(_ context: LossContext) throws -> any Loss { try C.make(parameters, context) }
}

protocol PredictorMaking: Sendable {
  func make(_ context: PredictorContext) throws -> any Predictor
}

struct PredictorOf<C: PredictorComponent>: PredictorMaking {
  func make(_ context: PredictorContext) throws -> any Predictor {
    try C.make(C.Parameters(), context)
  }
}
