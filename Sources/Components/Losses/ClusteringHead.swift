public import NeuralNetworks
public import Torch

/// The online clustering on the teacher's side: scores of a token for every prototype.
public final class ClusteringHead: Module {
  /// `[prototype, channel]`, drawn from N(0, 1).
  private let weight: Tensor
  /// `[prototype]`, starts at 0; `nil` for none.
  private let bias: Tensor?

  public init(
    width: Int, prototypes: Int, bias hasBias: Bool, initializer: Initializer
  ) throws(TorchError) {
    weight = try initializer.normal("layer.weight", [prototypes, width], deviation: 1)
    bias = hasBias ? try initializer.zeros([prototypes]) : nil
  }

  public var ownParameters: [Parameter] {
    [Parameter("layer.weight", weight)]
      + (bias.map { [Parameter("layer.bias", $0, role: .bias)] } ?? [])
  }

  /// W · x / max(‖x‖, 1e-7) + b: `[..., channel]` → `[..., prototype]`, before any temperature.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try (x / x.norm([-1], keep: true).clamped(min: 1e-7)).linear(weight, bias: bias)
  }
}
