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
    public static var fields: [Field<Self>] {
      [
        Field(
          "distance", \.distance,
          "'huber': smooth L1 with threshold 1 (I-JEPA); 'mse': squared difference (MAE)."),
        Field(
          "target_layer_norm", \.targetLayerNorm,
          "Give each target vector mean 0 and variance 1 over its channels, as I-JEPA does."),
      ]
    }
  }

  public enum Distance: String, ParameterChoice { case huber, mse }

  public static let name = "direct"
  public static let summary = "Distance between prediction and target, no clusters."

  private static let deviation = MetricDefinition(
    "target_deviation", "mean over channels of the targets' standard deviation over tokens")

  private let parameters: Parameters
  private let projection: Projection?

  init(_ parameters: Parameters, _ context: LossContext) throws {
    self.parameters = parameters
    projection =
      context.predictionWidth == context.targetWidth
      ? nil
      : try Projection(
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
    let difference = try predictions - targets
    let distance =
      switch parameters.distance {
      case .huber:
        try Self.smoothL1(difference)
      case .mse:
        try difference * difference
      }
    return LossOutput(
      student: try distance.mean([-1]).mean(),
      metrics: [LoggedTensor(Self.deviation, spread)])
  }

  /// d²/2 below 1, |d| − 1/2 above.
  private static func smoothL1(_ difference: Tensor) throws -> Tensor {
    let size = try difference.abs()
    let inner = try size.clamped(max: 1)
    return try inner * inner * 0.5 + (size - inner)
  }

  public func step(fraction: Double, foundInfinite: Tensor?) throws -> [LoggedValue] { [] }
  public var state: [Parameter] { [] }
}

/// A linear layer under a name of its own in the state.
private final class Projection: Module {
  private let layer: Linear

  init(from input: Int, to output: Int, initializer: Initializer) throws(TorchError) {
    layer = try Linear(
      from: input, to: output, bias: true, initializer: initializer.scoped("projection"))
  }

  var children: [(path: String, module: any Module)] { [("projection", layer)] }

  func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor { try layer(x) }
}
