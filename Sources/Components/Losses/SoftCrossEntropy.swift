import NeuralNetworks
import Torch

extension Tensor {
  /// Mean over rows of −Σ targets · log softmax(self / temperature); self: `[row, prototype]`.
  ///
  /// Rows are summed before the mean, so the result does not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - targets: `[target row, prototype]`, float32, without gradient.
  ///   - rows: which target belongs to each row; `nil`: the same.
  func softCrossEntropy(
    _ targets: Tensor, rows: Tensor? = nil, temperature: Double, mode: ComputeMode
  ) throws(TorchError) -> Tensor {
    guard !(mode.usesKernels(for: self) && targets.dtype == .float32) else {
      return try Kernels.softCrossEntropy(self, targets, rows: rows, temperature: temperature)
    }
    let logits = dtype == .bfloat16 ? try to(.float32) : self
    let chosen = try rows.map { (rows) throws(TorchError) in try targets.indexed(0, by: rows) }
    return try -((chosen ?? targets) * (logits / temperature).logSoftmax()).sum([-1]).mean()
  }
}
