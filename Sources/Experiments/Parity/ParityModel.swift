import CapiCore
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

  init(_ fixture: ParityFixture, mode: ComputeMode) throws {
    let switches = ParitySwitches(fixture: fixture, mode: mode)
    let (patch, size) = (try fixture.integer("patch"), try fixture.integer("img"))
    let (width, heads) = (try fixture.integer("dim"), try fixture.integer("heads"))
    guard patch > 0, size % patch == 0, heads > 0, width % heads == 0 else {
      throw ExperimentError(
        "\(fixture.path): patches of \(patch) in images of \(size), or \(heads) heads in a width "
          + "of \(width): they do not divide")
    }
    let epsilon = try fixture.number("adam_eps", default: AdamW.epsilon)
    guard epsilon == AdamW.epsilon else {
      throw ExperimentError(
        "\(fixture.path): AdamW's epsilon is \(epsilon); this program's is \(AdamW.epsilon)")
    }
    registers = try fixture.integer("regs")
    learningRate = try fixture.number("lr")
    rules = ParameterRules(weightDecay: try fixture.number("weight_decay"))

    let shape = EncoderShape(
      grid: TokenGrid(rows: size / patch, columns: size / patch), patch: patch, width: width,
      depth: try fixture.integer("enc"), heads: heads,
      mlpRatio: try fixture.number("mlp_ratio", default: 4), registers: registers)
    let positions = try switches.positions()
    let initializer = Initializer(seed: 0, mode: mode)
    let context = PredictorContext(
      encoder: shape, positions: positions, initializer: initializer)
    func backbone() throws -> Backbone {
      Backbone(
        encoder: try Encoder(shape: shape, positions: positions, initializer: initializer),
        predictor: try switches.predictor(context))
    }
    student = try backbone()
    let shapes = ExperimentShapes(
      imageSize: size, patch: patch, maskedTokens: try fixture.integer("n_masked"),
      predictedTokens: try fixture.integer("n_predict"), batch: try fixture.integer("bs"),
      steps: try fixture.integer("steps"), width: width, depth: shape.depth, heads: heads,
      registers: registers)
    let target = try switches.target(
      TargetContext(
        student: student, makeBackbone: backbone, readWeights: WeightReader.read, shapes: shapes))

    let (beta1, beta2) = (try fixture.number("beta1"), try fixture.number("beta2"))
    let loss = try switches.loss(
      LossContext(
        predictionWidth: student.predictor.width, targetWidth: target.width,
        learningRate: learningRate, beta1: beta1, beta2: beta2,
        sinkhorn: try switches.sinkhorn(), initializer: initializer, shapes: shapes))
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
