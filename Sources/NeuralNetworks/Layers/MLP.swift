public import Torch

/// fc2(GELU(fc1 x)) without biases, exact GELU.
public final class MLP: Module {
  private let fc1: Linear
  private let fc2: Linear

  public init(width: Int, ratio: Double, initializer: Initializer) throws(TorchError) {
    let hidden = Int(Double(width) * ratio)
    fc1 = try Linear(from: width, to: hidden, initializer: initializer.scoped("fc1"))
    fc2 = try Linear(from: hidden, to: width, initializer: initializer.scoped("fc2"))
  }

  public var children: [(path: String, module: any Module)] { [("fc1", fc1), ("fc2", fc2)] }

  /// `[..., channel]` → the same shape.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try fc2(try fc1(x).gelu())
  }
}
