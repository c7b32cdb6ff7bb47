public import CapiCore

/// What an experiment costs, from its sizes alone: within a factor of two, for plans.
///
/// Counted are the matrix products of training (a multiplication and an addition are two operations,
/// a backward pass costs twice its forward pass) and what stays in memory: weights, gradients,
/// moments and activations in float32. Probes, Sinkhorn and decoding are not counted.
public struct CostEstimate: Sendable, Hashable {
  /// Floating-point operations of one training step.
  public var operationsPerStep: Double
  public var steps: Int
  /// Bytes at the fullest moment of a step.
  public var memory: Int64
  /// Bytes that the run leaves behind: metrics, and the checkpoint where one is kept.
  public var disk: Int64

  public var operations: Double { operationsPerStep * Double(steps) }

  public init(operationsPerStep: Double, steps: Int, memory: Int64, disk: Int64) {
    self.operationsPerStep = operationsPerStep
    self.steps = steps
    self.memory = memory
    self.disk = disk
  }
}

extension ResolvedExperiment {
  /// What the experiment costs to train.
  public var cost: CostEstimate {
    let sizes = CostSizes(self)
    let operations =
      sizes.batch * (sizes.teacher + 3 * (sizes.encoder + sizes.predictor + sizes.heads))
    let weights = sizes.encoderWeights + sizes.predictorWeights + sizes.headWeights
    let teacherWeights = sizes.hasTeacher ? sizes.encoderWeights + sizes.predictorWeights : 0
    // Weights, gradients and two moments; the teacher is weights alone.
    let state = 4 * (4 * weights + teacherWeights)
    let checkpoint = 4 * (3 * weights + teacherWeights)
    let training = configuration.training
    let rows = Double(training.steps / max(1, training.logEvery) + 1)
    // About sixteen columns of eight bytes, and what a record holds besides.
    let records = rows * 16 * 8 + 65_536
    return CostEstimate(
      operationsPerStep: operations, steps: training.steps,
      memory: Int64(state + 4 * sizes.batch * sizes.activations + Double(300 << 20)),
      disk: Int64(records + (configuration.output.checkpoint ? checkpoint : 0)))
  }
}

/// The sizes that an estimate is made of. Operations are those of one image's forward pass.
private struct CostSizes {
  var batch: Double
  var teacher = 0.0
  var encoder: Double
  var predictor: Double
  var heads: Double
  var encoderWeights: Double
  var predictorWeights: Double
  var headWeights: Double
  /// Numbers kept for the backward pass of one image, with the logits.
  var activations: Double
  var hasTeacher: Bool

  init(_ experiment: ResolvedExperiment) {
    let (shapes, configuration) = (experiment.shapes, experiment.configuration)
    let width = Double(shapes.width)
    let ratio = configuration.model.mlpRatio
    let tokens = Double(shapes.tokens)
    let registers = Double(shapes.registers)
    let visible = tokens - Double(shapes.maskedTokens) + registers
    let whole = tokens + registers
    let predicted = Double(shapes.predictedTokens)
    let depth = Double(shapes.depth)
    batch = Double(shapes.batch)
    func number(_ selection: ComponentSelection, _ key: String) -> Double? {
      switch selection.canonical[key] {
      case .int(let value)?: Double(value)
      case .double(let value)?: value
      default: nil
      }
    }
    let predictorDepth = number(configuration.predictor, "depth") ?? 0
    let predictorWidth = number(configuration.predictor, "width") ?? width
    let isCross = configuration.predictor.name == "cross-attention"
    let prototypes = number(configuration.loss, "prototypes") ?? 0
    hasTeacher = configuration.target.name != "pixels"

    // Queries, keys, values and output, then the two layers of the MLP.
    func block(_ width: Double) -> Double { (4 + 2 * ratio) * width * width }
    func forward(tokens: Double, depth: Double, width: Double) -> Double {
      depth * (2 * tokens * block(width) + 4 * tokens * tokens * width)
    }
    let patches = 2 * 3 * Double(shapes.patch * shapes.patch) * width
    encoder = forward(tokens: visible, depth: depth, width: width) + patches * visible
    if hasTeacher {
      teacher = forward(tokens: whole, depth: depth, width: width) + patches * tokens
    }
    // A token of a cross-attention predictor sees the encoder's output only, whose keys and values
    // are made in each block.
    let cross =
      2 * predicted * (2 + 2 * ratio) * predictorWidth * predictorWidth
      + 4 * visible * predictorWidth * predictorWidth + 4 * predicted * visible * predictorWidth
    predictor =
      isCross
      ? predictorDepth * cross
      : forward(tokens: visible + predicted, depth: predictorDepth, width: predictorWidth)
    // The student's head on what it predicts, the clustering head on all patches.
    heads = 2 * prototypes * (predictorWidth * predicted + width * tokens)
    encoderWeights =
      depth * block(width) + (3 * Double(shapes.patch * shapes.patch) + registers) * width
    predictorWeights = predictorDepth * block(predictorWidth)
    headWeights = prototypes * (width + predictorWidth)
    let kept = 10 + 2 * ratio
    activations =
      depth * visible * width * kept
      + predictorDepth * (isCross ? predicted : visible + predicted) * predictorWidth * kept
      + prototypes * (3 * predicted + 4 * tokens)
      // The teacher's pass keeps one block at a time.
      + (hasTeacher ? whole * width * kept : 0)
  }
}
