public import CapiCore

/// What an iBOT loss takes.
public struct IBOTParameters: ParameterSet {
  /// How the teacher's scores are kept from collapsing onto one prototype.
  public enum Centring: String, ParameterChoice { case mean, sinkhorn }
  /// How the momentum of the teacher's head runs over training.
  public enum Curve: String, ParameterChoice { case schedule, constant }

  public var prototypes = 128
  public var head = HeadKind.mlp
  public var headHidden = 2048
  public var headBottleneck = 256
  public var headLayers = 3
  public var studentTemperature = 0.1
  public var targetTemperature = 0.07
  public var centring = Centring.mean
  public var centreMomentum = 0.9
  public var momentum = 0.996
  public var curve = Curve.constant

  public init() {}

  public static let fields: [Field<Self>] =
    [
      Field(
        "prototypes", \.prototypes, in: 2...1_048_576,
        "Number of prototypes K; keep it at or below the tokens of a Sinkhorn problem."),
      Field("head", \.head, "Both heads: an MLP and a weight-normalised layer, or that alone."),
    ]
    + Field<Self>.headSizes(
      hidden: \.headHidden, bottleneck: \.headBottleneck, layers: \.headLayers) + [
      Field(
        "student_temperature", \.studentTemperature, in: 0.001...10,
        "Divides the student's logits (iBOT: 0.1)."),
      Field(
        "target_temperature", \.targetTemperature, in: 0.001...10,
        "Divides the teacher's centred logits (iBOT: 0.07 after its warm-up)."),
      Field(
        "centring", \.centring,
        "'mean': subtract a running mean of the logits (DINO); 'sinkhorn': the experiment's "
          + "Sinkhorn instead (DINOv2)."),
      Field(
        "centre_momentum", \.centreMomentum, in: 0...1,
        "Share of the old centre kept at each step (DINO: 0.9)."),
      Field(
        "momentum", \.momentum, in: 0...1,
        "Share of its old weights that the teacher's head keeps at each step."),
      Field(
        "curve", \.curve,
        "'constant': momentum stays; 'schedule': 1 - momentum follows the learning-rate curve."),
    ]

  var headShape: HeadShape {
    HeadShape(kind: head, hidden: headHidden, bottleneck: headBottleneck, layers: headLayers)
  }
}
