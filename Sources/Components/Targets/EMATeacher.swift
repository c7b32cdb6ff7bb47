public import CapiCore
public import NeuralNetworks
public import Torch

/// The teacher: a moving average of the student, starting as its copy (paper, section 3).
public final class EMATeacher: TargetComponent, TargetRepresentation {
  public struct Parameters: ParameterSet {
    public var momentum = 0.999
    public var curve = MomentumCurve.schedule
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "momentum", \.momentum, in: 0...1,
        "Share of the old teacher kept at each step, at the learning rate's peak (Table 6)."),
      Field(
        "curve", \.curve,
        "'schedule': 1 - momentum follows the learning-rate curve (Table 6); 'constant': "
          + "momentum stays (Table 1); 'linear' (I-JEPA) and 'cosine' (DINO): it rises to 1 "
          + "over the run."),
    ]
  }

  public static let name = "ema-teacher"
  public static let summary = "Patch embeddings of a teacher that is the student's moving average."

  private static let momentumMetric = MetricDefinition(
    "teacher_momentum", "share of the old teacher kept")

  private let parameters: Parameters
  private let teacher: Backbone
  private let average: ExponentialMovingAverage

  init(_ parameters: Parameters, teacher: Backbone, student: Backbone) throws {
    self.parameters = parameters
    self.teacher = teacher
    try teacher.copyParameters(from: student)
    try teacher.requireGradients(false)
    average = ExponentialMovingAverage(
      of: student, into: teacher, mode: student.encoder.mode)
  }

  public static func make(
    _ parameters: Parameters, _ context: TargetContext
  ) throws -> any TargetRepresentation {
    try EMATeacher(parameters, teacher: context.makeBackbone(), student: context.student)
  }

  public var width: Int { teacher.encoder.shape.width }
  public var backbone: Backbone? { teacher }

  public func tokens(of images: Tensor) throws -> Tensor {
    try noGrad { try teacher.encoder(images).patches }
  }

  public func follow(fraction: Double, progress: Double) throws -> [LoggedValue] {
    let momentum = parameters.curve.momentum(
      parameters.momentum, fraction: fraction, progress: progress)
    try average.update(momentum: momentum)
    return [LoggedValue(Self.momentumMetric, momentum)]
  }
}
