public import CapiCore
import NeuralNetworks

/// The shape of a predictor (paper, Table 1, "predictor shape").
public struct PredictorParameters: ParameterSet {
  public var depth = 2
  public var width: Int?
  public var heads: Int?
  public init() {}
  public static let fields: [Field<Self>] = [
    Field("depth", \.depth, in: 1...96, "Blocks; the paper's default is 12 (Table 1)."),
    Field("width", \.width, in: 8...16384, "Channels; the encoder's where it is not given."),
    Field("heads", \.heads, in: 1...256, "Attention heads; the encoder's where not given."),
  ]

  func shape(for encoder: EncoderShape) -> PredictorShape {
    PredictorShape(
      grid: encoder.grid, contextWidth: encoder.width, width: width ?? encoder.width,
      depth: depth, heads: heads ?? encoder.heads, mlpRatio: encoder.mlpRatio,
      stochasticDepth: encoder.dropping)
  }

  /// Faults that show beside the encoder.
  func issues(_ shapes: ExperimentShapes) -> [ParameterIssue] {
    let (width, heads) = (width ?? shapes.width, heads ?? shapes.heads)
    guard width % heads != 0 else {
      return (width / heads) % 4 == 0
        ? []
        : [
          ParameterIssue(
            key: "heads",
            message: "the predictor's head width must be a multiple of 4, found \(width) / "
              + "\(heads) = \(width / heads)")
        ]
    }
    return [
      ParameterIssue(
        key: "heads", message: "the predictor's \(heads) heads do not divide its width \(width)")
    ]
  }
}
