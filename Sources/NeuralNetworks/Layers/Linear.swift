public import Torch

/// x · Wᵀ (+ b); W is `[out, in]`, Xavier-uniform.
public final class Linear: Module {
  public let weight: Tensor
  public let bias: Tensor?

  public init(
    from input: Int, to output: Int, bias hasBias: Bool = false, initializer: Initializer
  ) throws(TorchError) {
    weight = try initializer.xavierUniform("weight", rows: output, columns: input)
    bias = hasBias ? try initializer.zeros([output]) : nil
  }

  public var ownParameters: [Parameter] {
    [Parameter("weight", weight)] + (bias.map { [Parameter("bias", $0, role: .bias)] } ?? [])
  }

  /// `[..., in]` → `[..., out]`.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try x.linear(weight, bias: bias)
  }
}
