public import Torch

/// The student's head: x/‖x‖ · Wᵀ with rows w = v · g / (‖v‖ + 1e-8), one row for each prototype.
public final class WeightNormalizedLinear: Module {
  private let direction: Tensor
  private let magnitude: Tensor
  private let mode: ComputeMode

  public init(
    from input: Int, to output: Int, initializer: Initializer
  ) throws(TorchError) {
    mode = initializer.mode
    direction = try initializer.normal(
      "last_layer.weight_v", [output, input], deviation: 0.02, limit: 2)
    magnitude = try initializer.ones([output, 1])
  }

  public var ownParameters: [Parameter] {
    [
      Parameter("last_layer.weight_g", magnitude), Parameter("last_layer.weight_v", direction),
    ]
  }

  /// `[token, channel]` → logits `[token, prototype]`, before any temperature.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try operand(x).to(direction.dtype)
  }

  /// The same in the precision that is computed in, for losses that compute with it.
  package func operand(_ x: Tensor) throws(TorchError) -> Tensor {
    let x = try x.to(direction.dtype)
    let norms = try x.norm([-1], keep: true).clamped(min: 1e-12)
    let scale = try magnitude / (try direction.norm([1], keep: true) + 1e-8)
    return try (x / norms).linear(try direction * scale, mode: mode)
  }
}
