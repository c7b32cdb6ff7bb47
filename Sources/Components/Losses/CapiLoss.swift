public import CapiCore
public import NeuralNetworks
public import Torch

/// CAPI's loss: the student predicts to which prototype the teacher's embedding of each hidden
/// patch belongs; the prototypes are learned online (paper, section 3; Table 1: "linear / CAPI").
public final class CapiLoss: LossComponent, Loss {
  public struct Parameters: ParameterSet {
    public var prototypes = 128
    public var head = HeadKind.linear
    public var headHidden = 2048
    public var headBottleneck = 256
    public var headLayers = 3
    public var studentTemperature = 0.12
    public var targetTemperature = 0.06
    public var predictionTemperature = 0.12
    public var bias = true
    public var clusteringRateScale = 0.5
    public var clusteringWeightDecay = 0.01
    public var clusteringBeta1: Double?
    public var clusteringBeta2: Double?
    public init() {}

    public static let fields: [Field<Self>] =
      [
        Field(
          "prototypes", \.prototypes, in: 2...1_048_576,
          "Number of clusters K; the paper uses 16384 (Table 1). With positionwise Sinkhorn keep "
            + "it at or below batch × (queue + 1)."),
        Field(
          "head", \.head,
          "The student's head: a weight-normalised linear layer, or an MLP before it (Table 1)."),
      ]
      + Field<Self>.headSizes(
        hidden: \.headHidden, bottleneck: \.headBottleneck, layers: \.headLayers) + [
        Field(
          "student_temperature", \.studentTemperature, in: 0.001...10,
          "Divides the student's logits (Table 6)."),
        Field(
          "target_temperature", \.targetTemperature, in: 0.001...10,
          "Divides the scores before Sinkhorn (Table 6)."),
        Field(
          "prediction_temperature", \.predictionTemperature, in: 0.001...10,
          "Divides the scores in the clustering loss (Table 6)."),
        Field(
          "bias", \.bias,
          "Whether the clustering head has a bias: no in the paper, yes in the "
            + "released configuration."),
        Field(
          "clustering_lr_scale", \.clusteringRateScale, in: 0...100,
          "The clustering optimizer's learning rate as a fraction of the student's (Table 6)."),
        Field(
          "clustering_weight_decay", \.clusteringWeightDecay, in: 0...10,
          "Weight decay of the clustering optimizer (Table 6)."),
        Field(
          "clustering_beta1", \.clusteringBeta1, in: 0...0.999_999,
          "Decay of the clustering gradient's mean; the optimizer's beta1 where not given."),
        Field(
          "clustering_beta2", \.clusteringBeta2, in: 0...0.999_999,
          "Decay of its square's mean; the optimizer's beta2 where not given."),
      ]

    var headShape: HeadShape {
      HeadShape(kind: head, hidden: headHidden, bottleneck: headBottleneck, layers: headLayers)
    }
  }

  public static let name = "capi"
  public static let summary = "Cross-entropy with the teacher's online cluster assignments."

  private static let clusteringRate = MetricDefinition(
    "clustering_learning_rate", "learning rate of the clustering head")

  private let parameters: Parameters
  private let learningRate: Double
  public let remarks: [String]
  private let head: PrototypeHead
  private let clustering: ClusteringHead
  private let optimizer: AdamW
  private let sinkhorn: any SinkhornAlgorithm
  private let mode: ComputeMode

  init(_ parameters: Parameters, _ context: LossContext) throws {
    self.parameters = parameters
    learningRate = context.learningRate * parameters.clusteringRateScale
    sinkhorn = context.sinkhorn
    mode = context.initializer.mode
    remarks = SinkhornRemarks.text(
      prototypes: parameters.prototypes, sinkhorn, context.shapes)
    head = try PrototypeHead(
      from: context.predictionWidth, to: parameters.prototypes, shape: parameters.headShape,
      initializer: context.initializer.scoped("student-head"))
    clustering = try ClusteringHead(
      width: context.targetWidth, prototypes: parameters.prototypes, bias: parameters.bias,
      initializer: context.initializer.scoped("clustering-head"))
    try clustering.requireGradients(true)
    optimizer = try AdamW(
      clustering.parameters, rules: .uniform(weightDecay: parameters.clusteringWeightDecay),
      beta1: parameters.clusteringBeta1 ?? context.beta1,
      beta2: parameters.clusteringBeta2 ?? context.beta2, mode: mode)
  }

  public static func make(_ parameters: Parameters, _ context: LossContext) throws -> any Loss {
    try CapiLoss(parameters, context)
  }

  public var studentHead: (any Module)? { head }
  public var teacherHead: (any Module)? { clustering }

  public func callAsFunction(_ input: LossInput) throws -> LossOutput {
    let scores = try clustering.operand(input.targets)
    let assignments = try noGrad {
      try sinkhorn.assignments(
        scores: scores.detached(), temperature: parameters.targetTemperature,
        features: input.targets, score: clustering.operand)
    }
    let rows = try assignments.flattened(0, 1)
    let logits = try head.operand(input.predictions)
    return LossOutput(
      student: try logits.softCrossEntropy(
        rows, rows: input.indices, temperature: parameters.studentTemperature, mode: mode),
      auxiliary: try scores.flattened(0, 1).softCrossEntropy(
        rows, temperature: parameters.predictionTemperature, mode: mode),
      metrics: try AssignmentHealth.metrics(
        assignments: rows, predicted: input.indices, mode: mode),
      intermediates: {
        [
          "assignments": assignments, "targets": try rows.indexed(0, by: input.indices),
          "logits": logits,
        ]
      })
  }

  public func step(fraction: Double, foundInfinite: Tensor?) throws -> [LoggedValue] {
    let rate = learningRate * fraction
    try optimizer.step(learningRate: rate, foundInfinite: foundInfinite)
    return [LoggedValue(Self.clusteringRate, rate)]
  }

  public var state: [Parameter] {
    optimizer.state.map { Parameter("optimizer/\($0.name)", $0.tensor) }
      + sinkhorn.state.map { Parameter("sinkhorn/\($0.name)", $0.tensor) }
  }

  public func restore(_ saved: [String: Tensor]) throws {
    let own = saved.filter { !$0.key.hasPrefix("sinkhorn/") }
    try state.filter { !$0.name.hasPrefix("sinkhorn/") }.load(own)
    try sinkhorn.restore(saved.below("sinkhorn/"))
  }
}
