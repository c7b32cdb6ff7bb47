import Torch

extension Tensor {
  /// Mean over rows of −Σ targets · log softmax(self / temperature); self: `[..., prototype]`.
  ///
  /// Rows are summed before the mean, so the result does not depend on the number of threads.
  func softCrossEntropy(_ targets: Tensor, temperature: Double) throws(TorchError) -> Tensor {
    try -(targets * (self / temperature).logSoftmax()).sum([-1]).mean()
  }
}
