package import Torch

/// Gives every channel mean 0 and deviation 1 on the training features (paper, evaluation).
package struct Standardisation {
  private let mean: Tensor
  private let deviation: Tensor

  /// Goes through the rows twice, in blocks.
  package init(_ rows: FeatureRows) throws(TorchError) {
    func average(_ value: (Tensor) throws(TorchError) -> Tensor) throws(TorchError) -> Tensor {
      var sum = try Tensor.zeros([1, rows.channels], dtype: .float64, device: rows.device)
      for range in rows.blocks {
        sum = try sum + value(rows.block(range).to(.float64)).sum([0], keep: true)
      }
      return try sum / Double(rows.count)
    }
    let mean = try average { (block) throws(TorchError) in block }
    let variance = try average { (block) throws(TorchError) in
      let difference = try block - mean
      return try difference * difference
    }
    self.mean = try mean.to(.float32)
    deviation = try (variance + 1e-12).sqrt().to(.float32)
  }

  package func callAsFunction(_ features: Tensor) throws(TorchError) -> Tensor {
    try (features - mean) / deviation
  }
}
