public import CapiCore
public import NeuralNetworks

/// Which network a frozen teacher is and where its weights lie.
public struct FrozenTeacherParameters: ParameterSet {
  /// Position encodings that weights can be made for.
  public enum Positions: String, ParameterChoice { case rope, learnable, sincos }

  public var weights = ""
  public var prefix: String?
  public var model = ModelSize.custom
  public var patch: Int?
  public var width: Int?
  public var depth: Int?
  public var heads: Int?
  public var mlpRatio = 4.0
  public var registers: Int?
  public var positions = Positions.rope

  public init() {}

  public static let fields: [Field<Self>] = [
    Field(
      file: "weights", \.weights,
      "The file: a checkpoint of capi, or weights in a format that 'capi' reads by its ending."),
    Field(
      "prefix", \.prefix,
      "What the encoder's names begin with in the file; null: teacher/backbone/, backbone. or "
        + "nothing, whichever is there."),
    Field("model", \.model, "The teacher's size by name; custom takes the keys below."),
    Field(
      "patch", \.patch, in: 1...256, unit: "pixels",
      "Side of its patch; the student's where not given. Images are resized to fit."),
    Field(
      "width", \.width, in: 4...8192, unit: "channels",
      "Channels of a token; where not given, the model's or else the student's."),
    Field(
      "depth", \.depth, in: 1...128, unit: "blocks",
      "Blocks; where not given, the model's or else the student's."),
    Field(
      "heads", \.heads, in: 1...256,
      "Attention heads; where not given, the model's or else the student's."),
    Field(
      "mlp_ratio", \.mlpRatio, in: 0.25...16, unit: "times the width",
      "Hidden channels of a block's MLP."),
    Field(
      "registers", \.registers, in: 0...1024, unit: "tokens",
      "Learned tokens before the patches; the student's number where not given."),
    Field("positions", \.positions, "How its tokens know their place."),
  ]

  /// Sizes where the file is to be read beside a student.
  func shape(beside student: EncoderShape) -> EncoderShape {
    let sizes = model.sizes ?? (student.width, student.depth, student.heads)
    return EncoderShape(
      grid: student.grid, patch: patch ?? student.patch, width: width ?? sizes.width,
      depth: depth ?? sizes.depth, heads: heads ?? sizes.heads, mlpRatio: mlpRatio,
      registers: registers ?? student.registers)
  }

  var encoding: any PositionEncoding {
    switch positions {
    case .rope: RoPEPositions(.init())
    case .learnable: LearnablePositions()
    case .sincos: SinCosPositions()
    }
  }

  func issues(_ shapes: ExperimentShapes) -> [ParameterIssue] {
    var issues: [ParameterIssue] = []
    if weights.isEmpty {
      issues.append(
        ParameterIssue(
          key: "weights",
          message: "is not set; give the file of the teacher's weights, for example "
            + "target.weights=PATH"))
    }
    let sizes = model.sizes ?? (shapes.width, shapes.depth, shapes.heads)
    let (width, heads) = (width ?? sizes.width, heads ?? sizes.heads)
    if width % heads != 0 {
      issues.append(
        ParameterIssue(
          key: "heads", message: "the teacher's \(heads) heads do not divide its width \(width)"))
    } else if positions == .rope, (width / heads) % 4 != 0 {
      issues.append(
        ParameterIssue(
          key: "heads",
          message: "rope needs a head width that is a multiple of 4, found \(width) / \(heads) = "
            + "\(width / heads)"))
    }
    if let registers, registers % 4 != 0 {
      issues.append(
        ParameterIssue(key: "registers", message: "must be a multiple of 4, found \(registers)"))
    }
    return issues
  }
}
