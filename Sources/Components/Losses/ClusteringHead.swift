public import NeuralNetworks
public import Torch

/// The online clustering on the teacher's side: scores of a token for every prototype.
public final class ClusteringHead: Module {
  /// `[prototype, channel]`, drawn from N(0, 1).
  private let weight: Tensor
  /// `[prototype]`, starts at 0; `nil` for none.
  private let bias: Tensor?
  private let mode: ComputeMode
  private let half: HalfCopy?

  public init(
    width: Int, prototypes: Int, bias hasBias: Bool, initializer: Initializer
  ) throws(TorchError) {
    mode = initializer.mode
    weight = try initializer.normal("layer.weight", [prototypes, width], deviation: 1)
    half = try mode.halfCopy(of: weight)
    bias = hasBias ? try initializer.zeros([prototypes]) : nil
  }

  public var ownParameters: [Parameter] {
    [Parameter("layer.weight", weight, half: half)]
      + (bias.map { [Parameter("layer.bias", $0, role: .bias)] } ?? [])
  }

  /// W · x / max(‖x‖, 1e-7) + b: `[..., channel]` → `[..., prototype]`, before any temperature.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try operand(x).to(weight.dtype)
  }

  /// The same in the precision that is computed in.
  func operand(_ x: Tensor) throws(TorchError) -> Tensor {
    try (x / x.norm([-1], keep: true).clamped(min: 1e-7)).linear(
      weight, bias: bias, mode: mode, half: half?.current())
  }
}
