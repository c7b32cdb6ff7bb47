import Foundation
package import Torch

/// Lengths, directions and rank of a set of features.
package struct FeatureSpread {
  /// Mean Euclidean length.
  package let meanNorm: Double
  package let normDeviation: Double
  /// Length of the mean of the features after each was given length 1: 0 … 1.
  package let meanDirection: Double
  /// exp of the entropy of the singular values' shares (Roy and Vetterli 2007), of the features
  /// minus their mean: 1 … channels; 0 where all features are equal.
  package let effectiveRank: Double

  private static let symmetricEigenvalues = Operator("aten::linalg_eigvalsh")
  /// Rows that are converted to float64 at once.
  private static let block = 1 << 14

  /// - Parameter features: `[vector, channel]`.
  package init(_ features: Tensor) throws(TorchError) {
    let lengths = try features.norm([1], keep: true)
    meanNorm = try lengths.mean().item()
    normDeviation = try lengths.variance().sqrt().item()
    meanDirection = try (features / lengths.clamped(min: 1e-12)).mean([0]).norm().item()

    // The singular values are the roots of the scatter matrix' eigenvalues: one matrix of channels
    // whatever the number of vectors.
    let mean = try features.mean([0], keep: true)
    let channels = features.size(1)
    var scatter = try Tensor.zeros([channels, channels], dtype: .float64, device: features.device)
    var start = 0
    while start < features.size(0) {
      let count = min(Self.block, features.size(0) - start)
      let rows = try (features.narrowed(0, from: start, count: count) - mean).to(.float64)
      scatter = try scatter + rows.transposed(0, 1).matmul(rows)
      start += count
    }
    let eigenvalues = try Self.symmetricEigenvalues(.tensor(scatter), .string("L"))
      .elements(Double.self)
    effectiveRank = Self.effectiveRank(eigenvalues.map { max($0, 0).squareRoot() })
  }

  /// - Parameter singularValues: none negative, in any order.
  package static func effectiveRank(_ singularValues: [Double]) -> Double {
    // What rounding leaves of a zero is no direction.
    let floor = 1e-6 * (singularValues.max() ?? 0)
    let kept = singularValues.filter { $0 > floor }
    let sum = kept.reduce(0, +)
    guard sum > 0 else { return 0 }
    return exp(-kept.reduce(0) { $0 + $1 / sum * log($1 / sum) })
  }

  /// log of the mean of exp(−2‖x − y‖²) over all pairs of different features, each of length 1
  /// (Wang and Isola 2020): 0 where all are equal, about −4 where they fill the sphere.
  package static func uniformity(_ features: Tensor) throws(TorchError) -> Double {
    let count = Double(features.size(0))
    let unit = try features / features.norm([1], keep: true).clamped(min: 1e-12)
    // ‖x − y‖² = 2 − 2 x·y.
    let similar = try ((unit.linear(unit) + -1.0) * 4).exp().to(.float64).sum().item()
    return log(max((similar - count) / (count * (count - 1)), 1e-300))
  }
}
