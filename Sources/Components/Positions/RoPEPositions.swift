public import CapiCore
public import NeuralNetworks
public import Torch

/// Axial rotary embedding in every attention (paper, Table 6; Table 1: the default).
public struct RoPEPositions: PositionsComponent, PositionEncoding {
  public struct Parameters: ParameterSet {
    public var lowest = 7e-4
    public var highest = 7.0
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "lowest", \.lowest, in: 1e-6...1e3, unit: "turns per image side",
        "Lowest frequency (Table 6)."),
      Field(
        "highest", \.highest, in: 1e-6...1e3, unit: "turns per image side",
        "Highest frequency (Table 6)."),
    ]
  }

  public static let name = "rope"
  public static let summary =
    "Rotates queries and keys by their place: axial RoPE, fixed frequencies."

  let parameters: Parameters
  let tracksFrequencyGradients: Bool

  /// - Parameter tracksFrequencyGradients: for comparisons with the reference, which computes
  ///   gradients of the frequencies and then trains them with rate 0.
  public init(_ parameters: Parameters, tracksFrequencyGradients: Bool = false) {
    self.parameters = parameters
    self.tracksFrequencyGradients = tracksFrequencyGradients
  }

  public static func check(
    _ parameters: Parameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] {
    var issues: [ParameterIssue] = []
    if shapes.headWidth % 4 != 0 {
      issues.append(
        ParameterIssue(
          key: "",
          message: "rope needs a head width (width / heads) that is a multiple of 4, "
            + "found \(shapes.width) / \(shapes.heads) = \(shapes.headWidth)"))
    }
    if parameters.lowest > parameters.highest {
      issues.append(
        ParameterIssue(key: "lowest", message: "must not exceed highest (\(parameters.highest))"))
    }
    return issues
  }

  public static func make(_ parameters: Parameters) throws -> any PositionEncoding {
    Self(parameters)
  }

  public func rotary(headWidth: Int, device: Device) throws(TorchError) -> RotaryEmbedding? {
    try RotaryEmbedding(
      headWidth: headWidth, lowest: parameters.lowest, highest: parameters.highest,
      isTrainable: tracksFrequencyGradients, device: device)
  }

  public func table(
    width: Int, grid: TokenGrid, initializer: Initializer
  ) throws(TorchError) -> PositionTable? { nil }
}
