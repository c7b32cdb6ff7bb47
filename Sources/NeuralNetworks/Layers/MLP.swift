public import Torch

/// fc2(GELU(fc1 x)) without biases, exact GELU.
public final class MLP: Module {
  private let fc1: Linear
  private let fc2: Linear
  private let mode: ComputeMode

  public init(width: Int, ratio: Double, initializer: Initializer) throws(TorchError) {
    mode = initializer.mode
    let hidden = Int(Double(width) * ratio)
    fc1 = try Linear(from: width, to: hidden, initializer: initializer.scoped("fc1"))
    fc2 = try Linear(from: hidden, to: width, initializer: initializer.scoped("fc2"))
  }

  public var children: [(path: String, module: any Module)] { [("fc1", fc1), ("fc2", fc2)] }

  /// `[..., channel]` → the same shape, in the precision that is computed in.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    guard !mode.usesKernels(for: x) else {
      return try Kernels.mlp(
        mode.operand(x), first: fc1.weight, second: fc2.weight, firstHalf: fc1.halfWeight,
        secondHalf: fc2.halfWeight)
    }
    return try fc2.operand(try fc1.operand(x).gelu())
  }
}
