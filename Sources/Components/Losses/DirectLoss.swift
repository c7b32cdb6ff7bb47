public import CapiCore
public import NeuralNetworks
public import Torch

/// Regression on the target itself, without clusters (paper, Table 1: "none / I-JEPA").
///
/// Where prediction and target differ in width (pixels), one linear layer maps between them, as in
/// MAE and I-JEPA.
public final class DirectLoss: LossComponent, Loss {
  public struct Parameters: ParameterSet {
    public var distance = Distance.huber
    public var targetLayerNorm = true
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "distance", \.distance,
        "'huber': smooth L1 with threshold 1 (I-JEPA); 'mse': squared difference (MAE); "
          + "'cosine': 1 − cosine of the angle."),
      Field(
        "target_layer_norm", \.targetLayerNorm,
        "Give each target vector mean 0 and variance 1 over its channels, as I-JEPA does."),
    ]
  }

  public enum Distance: String, ParameterChoice { case huber, mse, cosine }

  public static let name = "direct"
  public static let summary = "Distance between prediction and target, no clusters."

  private static let deviation = MetricDefinition(
    "target_deviation", "mean over channels of the targets' standard deviation over tokens")

  private let parameters: Parameters
  private let projection: WidthProjection?

  init(_ parameters: Parameters, _ context: LossContext) throws {
    self.parameters = parameters
    projection =
      context.predictionWidth == context.targetWidth
      ? nil
      : try WidthProjection(
        from: context.predictionWidth, to: context.targetWidth,
        initializer: context.initializer.scoped("student-head"))
  }

  public static func make(_ parameters: Parameters, _ context: LossContext) throws -> any Loss {
    try DirectLoss(parameters, context)
  }

  public var studentHead: (any Module)? { projection }
  public var teacherHead: (any Module)? { nil }

  public func callAsFunction(_ input: LossInput) throws -> LossOutput {
    let (targets, spread) = try noGrad {
      var tokens = input.targets
      let spread = try tokens.flattened(0, 1).variance([0]).sqrt().mean()
      if parameters.targetLayerNorm {
        let centred = try tokens - tokens.mean([-1], keep: true)
        tokens = try centred / (centred.variance([-1], keep: true) + 1e-5).sqrt()
      }
      return (try tokens.flattened(0, 1).indexed(0, by: input.indices), spread)
    }
    let predictions = try projection.map { try $0(input.predictions) } ?? input.predictions
    // Rows first, then the mean: independent of the number of threads.
    let distance =
      switch parameters.distance {
      case .huber: try Self.smoothL1(predictions - targets).mean([-1])
      case .mse: try Self.square(predictions - targets).mean([-1])
      case .cosine: try 1 - Self.cosine(predictions, targets)
      }
    return LossOutput(
      student: try distance.mean(), metrics: [LoggedTensor(Self.deviation, spread)],
      intermediates: { ["regression_targets": targets] })
  }

  private static func square(_ difference: Tensor) throws -> Tensor {
    try difference * difference
  }

  /// d²/2 below 1, |d| − 1/2 above.
  private static func smoothL1(_ difference: Tensor) throws -> Tensor {
    let size = try difference.abs()
    let inner = try size.clamped(max: 1)
    return try inner * inner * 0.5 + (size - inner)
  }

  /// a · b / (max(‖a‖, 1e-8) · max(‖b‖, 1e-8)) of each row.
  private static func cosine(_ a: Tensor, _ b: Tensor) throws -> Tensor {
    let lengths = try a.norm([-1]).clamped(min: 1e-8) * b.norm([-1]).clamped(min: 1e-8)
    return try (a * b).sum([-1]) / lengths
  }

  public func step(fraction: Double, foundInfinite: Tensor?) throws -> [LoggedValue] { [] }
  public var state: [Parameter] { [] }
}
