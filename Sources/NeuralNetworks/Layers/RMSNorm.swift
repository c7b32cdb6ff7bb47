public import Torch

/// x / √(mean(x²) + ε) over channels, times a learned weight where there is one; ε = 1e-5.
public final class RMSNorm: Module {
  public static let epsilon = 1e-5
  private static let kernel = Operator("aten::rms_norm")

  let width: Int
  /// `[channel]`, starts at 1; the encoder's and the predictor's last norm have none.
  let weight: Tensor?

  public init(width: Int, affine: Bool, initializer: Initializer) throws(TorchError) {
    self.width = width
    weight = affine ? try initializer.ones([width]) : nil
  }

  public var ownParameters: [Parameter] {
    weight.map { [Parameter("weight", $0, role: .norm)] } ?? []
  }

  /// `[..., channel]` → the same shape.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try Self.kernel(
      .tensor(x), .ints([width]), weight.map { .tensor($0) } ?? .none, .double(Self.epsilon))
  }
}
