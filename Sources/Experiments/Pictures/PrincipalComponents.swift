package import Torch

/// The directions in which features differ most.
package struct PrincipalComponents {
  private let mean: Tensor
  /// `[component, channel]`, largest variance first.
  private let directions: Tensor
  /// Share of the variance that each component has, 0 … 1.
  package let shares: [Double]

  private static let eigenvectors = Operator("aten::linalg_eigh")

  /// - Parameters:
  ///   - features: `[vector, channel]`.
  ///   - count: components, as many as channels at most.
  package init(_ features: Tensor, count: Int) throws(TorchError) {
    mean = try features.mean([0], keep: true)
    let centred = try (features - mean).to(.float64)
    let scatter = try centred.transposed(0, 1).matmul(centred)
    let results = try Self.eigenvectors.call([.tensor(scatter), .string("L")])
    let values = try results[0].elements(Double.self).map { max($0, 0) }
    let vectors = try results[1].transposed(0, 1)
    let channels = features.size(1)
    let kept = min(count, channels)
    var rows: [Float] = []
    for component in 0..<kept {
      let row = try vectors.selected(0, channels - 1 - component).elements(Float.self)
      // An eigenvector has no sign of its own; the largest entry is made positive.
      let largest = row.max { abs($0) < abs($1) } ?? 1
      rows += largest < 0 ? row.map { -$0 } : row
    }
    directions = try Tensor(rows, shape: [kept, channels], device: features.device)
    let sum = values.reduce(0, +)
    shares = (0..<kept).map { sum > 0 ? values[channels - 1 - $0] / sum : 0 }
  }

  /// - Returns: `[vector, component]`.
  package func callAsFunction(_ features: Tensor) throws(TorchError) -> Tensor {
    try (features - mean).linear(directions)
  }
}
