import CapiCore

/// What an experiment asks of a machine, by counting matrix products and what is kept for gradients.
///
/// It is an estimate to plan with: norms, softmax and the optimizer are left out, and a component
/// that is not built in counts as the default of its kind.
public struct CostEstimate: Sendable, Equatable {
  /// Floating-point operations of one step; a multiplication and an addition are two.
  public var operationsPerStep: Double
  /// Steps of the run.
  public var steps: Int
  /// Parameters of the student with its head.
  public var parameters: Int
  /// Bytes of weights, gradients, optimizer moments and of one batch's activations, in float32,
  /// over all devices together.
  public var memory: Double

  public init(operationsPerStep: Double, steps: Int, parameters: Int, memory: Double) {
    self.operationsPerStep = operationsPerStep
    self.steps = steps
    self.parameters = parameters
    self.memory = memory
  }

  /// Operations of the whole run; probes are not counted.
  public var operations: Double { operationsPerStep * Double(steps) }

  /// What ``gpuHours`` assumes of one GPU: 40 % of an H100's peak in bfloat16.
  public static let assumedRate = 400e12

  /// Hours of one GPU at ``assumedRate``.
  public var gpuHours: Double { operations / Self.assumedRate / 3600 }
}

extension CostEstimate {
  /// The estimate of a resolved experiment.
  public init(_ experiment: ResolvedExperiment) {
    self.init(experiment.configuration, experiment.shapes)
  }

  init(_ configuration: ExperimentConfiguration, _ shapes: ExperimentShapes) {
    let model = configuration.model
    let images = Double(shapes.batch)
    let registers = Double(model.registers)
    let seen = Double(shapes.tokens - shapes.maskedTokens)
    let predicted = Double(shapes.predictedTokens)
    let tokens = Double(shapes.tokens)
    let ratio = model.mlpRatio
    let patch = Double(3 * model.patch * model.patch)
    let width = Double(model.width)

    var student = ForwardCost()
    let isFused = configuration.predictor.name == "fused"
    let encoded = seen + registers + (isFused ? predicted : 0)
    student.addLinear(tokens: seen, from: patch, to: width)
    student.addBlocks(model.depth, tokens: encoded, width: width, mlpRatio: ratio)
    student.parameters += width * registers + width
    let predictorWidth = configuration.predictor.number("width") ?? width
    if !isFused {
      let depth = Int(configuration.predictor.number("depth") ?? 0)
      if configuration.predictor.name == "self-attention" {
        student.addBlocks(
          depth, tokens: predicted + seen + registers, width: predictorWidth, mlpRatio: ratio)
      } else {
        student.addBlocks(
          depth, tokens: predicted, context: (seen + registers, width), width: predictorWidth,
          mlpRatio: ratio)
      }
    }
    let prototypes = configuration.loss.number("prototypes") ?? 0
    var head = ForwardCost()
    Self.addHead(configuration.loss, tokens: predicted, from: predictorWidth, prototypes, to: &head)

    var teacher = ForwardCost()
    let target = configuration.target
    if target.name != "pixels" {
      let own = target.number("width") ?? width
      let depth = Int(target.number("depth") ?? Double(model.depth))
      teacher.addLinear(tokens: tokens, from: patch, to: own)
      teacher.addBlocks(depth, tokens: tokens + registers, width: own, mlpRatio: ratio)
    }
    // Scores of every token, and their weights' gradient, for the clustering or the teacher's head.
    var assignment = ForwardCost()
    let targetWidth = target.name == "pixels" ? patch : target.number("width") ?? width
    assignment.addLinear(tokens: tokens, from: targetWidth, to: prototypes)

    // A backward pass costs two forward ones; the teacher has none.
    let each =
      3 * (student.operations + head.operations) + teacher.operations + 2 * assignment.operations
    let trained = student.parameters + head.parameters
    let teacherWeights = target.name == "ema-teacher" ? student.parameters : teacher.parameters
    // Weight, gradient and two moments of what is trained; weights of the teacher.
    let weights = 4 * (4 * (trained + assignment.parameters) + teacherWeights)
    let kept = student.activations + head.activations
    // The teacher keeps one block at a time; its scores live through Sinkhorn as three copies.
    let activations = 4 * (kept + 3 * tokens * prototypes + 10 * (tokens + registers) * width)
    self.init(
      operationsPerStep: each * images, steps: shapes.steps, parameters: Int(trained),
      memory: weights + activations * images)
  }

  private static func addHead(
    _ loss: ComponentSelection, tokens: Double, from width: Double, _ prototypes: Double,
    to cost: inout ForwardCost
  ) {
    guard prototypes > 0 else { return }
    guard loss.text("head") == "mlp" else {
      return cost.addLinear(tokens: tokens, from: width, to: prototypes)
    }
    let hidden = loss.number("head_hidden") ?? 2048
    let bottleneck = loss.number("head_bottleneck") ?? 256
    cost.addLinear(tokens: tokens, from: width, to: hidden)
    for _ in 0..<max(0, Int(loss.number("head_layers") ?? 3) - 2) {
      cost.addLinear(tokens: tokens, from: hidden, to: hidden)
    }
    cost.addLinear(tokens: tokens, from: hidden, to: bottleneck)
    cost.addLinear(tokens: tokens, from: bottleneck, to: prototypes)
  }
}

extension ComponentSelection {
  /// A numeric parameter; `nil` where the component has none of that name, or null.
  fileprivate func number(_ key: String) -> Double? {
    switch parameters.canonical.members?.first(where: { $0.key == key })?.value {
    case .int(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  fileprivate func text(_ key: String) -> String? {
    guard
      case .string(let text)? = parameters.canonical.members?.first(where: { $0.key == key })?
        .value
    else { return nil }
    return text
  }
}
