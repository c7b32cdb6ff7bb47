import CapiCore
import NeuralNetworks
import Torch

/// Cluster prediction in which hopeless tokens count less.
///
/// The cross-entropy c of a token is kept up to a limit; beyond it, the loss bends to
/// limit + 1 − exp(limit − c), whose slope falls to 0. This is the partially Huberised cross-entropy
/// of Menon et al. (ICLR 2020), which resists wrong labels, on CAPI's cluster assignments.
public final class HuberizedClusterLoss: LossComponent, Loss {
  public struct Parameters: ParameterSet {
    public var prototypes = 64
    public var limit = 5.0
    public var temperature = 0.12
    public var targetTemperature = 0.06
    public init() {}

    public static var fields: [Field<Self>] {
      [
        Field("prototypes", \.prototypes, in: 2...1_048_576, "Number of clusters K."),
        Field(
          "limit", \.limit, in: 0.01...100, unit: "nat",
          "Cross-entropy beyond which a token counts less; a large one gives CAPI's loss."),
        Field(
          "temperature", \.temperature, in: 0.001...10,
          "Divides the student's logits and the clustering's scores."),
        Field(
          "target_temperature", \.targetTemperature, in: 0.001...10,
          "Divides the scores before Sinkhorn."),
      ]
    }
  }

  public static let name = "huberized-cluster"
  public static let summary = "Cluster assignments; the loss of hopeless tokens is bounded."

  private static let beyond = MetricDefinition(
    "tokens_beyond_limit", unit: "fraction",
    "predicted tokens whose cross-entropy exceeds the limit")

  private let parameters: Parameters
  private let sinkhorn: any SinkhornAlgorithm
  private let head: WeightNormalizedLinear
  private let clustering: Prototypes
  private let optimizer: AdamW
  private let learningRate: Double

  init(_ parameters: Parameters, _ context: LossContext) throws {
    self.parameters = parameters
    sinkhorn = context.sinkhorn
    head = try WeightNormalizedLinear(
      from: context.predictionWidth, to: parameters.prototypes,
      initializer: context.initializer.scoped("student-head"))
    clustering = try Prototypes(
      width: context.targetWidth, count: parameters.prototypes,
      initializer: context.initializer.scoped("clustering-head"))
    try clustering.requireGradients(true)
    optimizer = try AdamW(
      clustering.parameters, rules: .uniform(weightDecay: 0.01), beta1: context.beta1,
      beta2: context.beta2, mode: context.initializer.mode)
    learningRate = context.learningRate / 2
  }

  public static func make(_ parameters: Parameters, _ context: LossContext) throws -> any Loss {
    try HuberizedClusterLoss(parameters, context)
  }

  /// Trained by the student's optimizer.
  public var studentHead: (any Module)? { head }
  /// Trained by ``step(fraction:foundInfinite:)``.
  public var teacherHead: (any Module)? { clustering }

  public func callAsFunction(_ input: LossInput) throws -> LossOutput {
    let scores = try clustering(input.targets)
    // What the student is to predict is no function of what is trained.
    let assignments = try noGrad {
      try sinkhorn.assignments(
        scores: scores.detached(), temperature: parameters.targetTemperature,
        features: input.targets, score: clustering.callAsFunction)
    }
    let targets = try noGrad { try assignments.flattened(0, 1).indexed(0, by: input.indices) }
    let surprise = try Self.crossEntropy(
      targets, try head(input.predictions) / parameters.temperature)
    let beyond = try noGrad {
      try surprise.isGreater(than: parameters.limit).to(.float32).mean()
    }
    return LossOutput(
      student: try Self.huberized(surprise, limit: parameters.limit).mean(),
      auxiliary: try Self.crossEntropy(assignments, scores / parameters.temperature).mean(),
      metrics: [LoggedTensor(Self.beyond, beyond)])
  }

  /// c up to the limit, limit + 1 − exp(limit − c) beyond it; both have slope 1 at the limit.
  static func huberized(_ surprise: Tensor, limit: Double) throws -> Tensor {
    let excess = try limit - surprise.clamped(min: limit)
    return try surprise.clamped(max: limit) + (1 - excess.exp())
  }

  /// −Σ targets · log softmax(logits) of each row.
  private static func crossEntropy(_ targets: Tensor, _ logits: Tensor) throws -> Tensor {
    try -(targets * logits.logSoftmax()).sum([-1])
  }

  public func step(fraction: Double, foundInfinite: Tensor?) throws -> [LoggedValue] {
    try optimizer.step(learningRate: learningRate * fraction, foundInfinite: foundInfinite)
    return []
  }

  public var state: [Parameter] {
    optimizer.state.map { $0.prefixed("optimizer") }
      + sinkhorn.state.map { $0.prefixed("sinkhorn") }
  }
}

/// Scores of normalised embeddings for every prototype.
final class Prototypes: Module {
  private let weight: Tensor

  init(width: Int, count: Int, initializer: Initializer) throws {
    weight = try initializer.normal("weight", [count, width], deviation: 1)
  }

  var ownParameters: [Parameter] { [Parameter("weight", weight)] }

  /// `[…, channel]` → `[…, prototype]`.
  func callAsFunction(_ x: Tensor) throws -> Tensor {
    try (x / x.norm([-1], keep: true).clamped(min: 1e-7)).linear(weight)
  }
}
