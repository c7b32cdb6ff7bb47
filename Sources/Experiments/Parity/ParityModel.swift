import CapiCore
import Components
import NeuralNetworks
import Torch
import Training

/// The network, heads and optimizers that a fixture's attributes describe.
final class ParityModel {
  let step: TrainingStep
  let student: Backbone
  let rules: ParameterRules
  let learningRate: Double
  let registers: Int
  let headWidth: Int

  init(_ fixture: ParityFixture) throws {
    let (patch, size) = (try fixture.integer("patch"), try fixture.integer("img"))
    let width = try fixture.integer("dim")
    let heads = try fixture.integer("heads")
    let batch = try fixture.integer("bs")
    registers = try fixture.integer("regs")
    headWidth = width / heads
    learningRate = try fixture.number("lr")
    rules = ParameterRules(weightDecay: try fixture.number("weight_decay"))

    let shape = EncoderShape(
      grid: TokenGrid(rows: size / patch, columns: size / patch), patch: patch, width: width,
      depth: try fixture.integer("enc"), heads: heads, registers: registers)
    let positions = RoPEPositions(RoPEPositions.Parameters(), tracksFrequencyGradients: true)
    let initializer = Initializer(seed: 0)
    var predictor = PredictorParameters()
    predictor.depth = try fixture.integer("dec")
    let context = PredictorContext(
      encoder: shape, positions: positions, initializer: initializer)
    func backbone() throws -> Backbone {
      Backbone(
        encoder: try Encoder(shape: shape, positions: positions, initializer: initializer),
        predictor: try CrossAttentionPredictor.make(predictor, context))
    }
    student = try backbone()
    let shapes = ExperimentShapes(
      imageSize: size, patch: patch, maskedTokens: try fixture.integer("n_masked"),
      predictedTokens: try fixture.integer("n_predict"), batch: batch,
      steps: try fixture.integer("steps"), width: width, depth: shape.depth, heads: heads,
      registers: registers)

    var teacher = EMATeacher.Parameters()
    teacher.momentum = try fixture.number("ema")
    teacher.curve = .constant
    let target = try EMATeacher.make(
      teacher,
      TargetContext(
        student: student, makeBackbone: backbone, readWeights: WeightReader.read, shapes: shapes))

    var sinkhorn = SinkhornParameters()
    sinkhorn.iterations = try fixture.integer("sinkhorn_iters")
    var capi = CapiLoss.Parameters()
    capi.prototypes = try fixture.integer("k")
    capi.studentTemperature = try fixture.number("student_temp")
    capi.targetTemperature = try fixture.number("target_temp")
    capi.predictionTemperature = try fixture.number("pred_temp")
    capi.bias = fixture.has("/init/teacher/head/layer.bias")
    capi.clusteringRateScale = try fixture.number("clustering_lr") / learningRate
    capi.clusteringWeightDecay = try fixture.number("clustering_weight_decay")
    let (beta1, beta2) = (try fixture.number("beta1"), try fixture.number("beta2"))
    let loss = try CapiLoss.make(
      capi,
      LossContext(
        predictionWidth: width, targetWidth: width, learningRate: learningRate, beta1: beta1,
        beta2: beta2,
        sinkhorn: try fixture.integer("positionwise") != 0
          ? PositionwiseSinkhorn.make(sinkhorn) : StandardSinkhorn.make(sinkhorn),
        initializer: initializer, shapes: shapes))
    let settings = OptimizerSettings(
      learningRate: learningRate, beta1: beta1, beta2: beta2, rules: rules, warmup: 0,
      // Without truncation's cosine the rate stays at its peak, as in the fixture.
      truncation: 0)
    step = try TrainingStep(
      student: student, target: target, loss: loss, settings: settings,
      schedule: settings.schedule(steps: shapes.steps), seed: 0)
  }

  /// Everything a fixture holds, with its place there.
  var modules: [(prefix: String, module: any Module)] {
    var result: [(prefix: String, module: any Module)] = [("student/backbone", student)]
    if let head = step.loss.studentHead { result.append(("student/head", head)) }
    if let teacher = step.target.backbone { result.append(("teacher/backbone", teacher)) }
    if let head = step.loss.teacherHead { result.append(("teacher/head", head)) }
    return result
  }

  /// The student's parameters under the names of the parameter groups.
  var studentParameters: [Parameter] {
    student.parameters.map { Parameter("backbone.\($0.name)", $0.tensor, role: $0.role) }
      + (step.loss.studentHead?.parameters ?? []).map {
        Parameter("head.\($0.name)", $0.tensor, role: $0.role)
      }
  }

  func loadInitial(_ fixture: ParityFixture) throws {
    for (prefix, module) in modules { try module.load(try fixture.state("/init/\(prefix)")) }
  }

  /// Also of the frequencies, which no optimizer owns.
  func clearGradients() throws {
    for (_, module) in modules {
      for parameter in module.parameters { try parameter.tensor.clearGradient() }
    }
  }
}
