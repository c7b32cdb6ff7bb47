import Torch

/// Gives every channel mean 0 and deviation 1 on the training features (paper, evaluation).
struct Standardisation {
  private let mean: Tensor
  private let deviation: Tensor

  /// - Parameter features: `[vector, channel]`.
  init(_ features: Tensor) throws(TorchError) {
    mean = try features.mean([0], keep: true)
    deviation = try (features.variance([0], keep: true) + 1e-12).sqrt()
  }

  func callAsFunction(_ features: Tensor) throws(TorchError) -> Tensor {
    try (features - mean) / deviation
  }
}
