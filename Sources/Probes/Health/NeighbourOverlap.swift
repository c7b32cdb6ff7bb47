package import Torch

/// How far two networks agree on which tokens are alike.
package enum NeighbourOverlap {
  /// The mean share of the nearest neighbours (cosine) of a token in one representation that are
  /// among its nearest in the other: 0 … 1; by chance neighbours / (tokens − 1).
  ///
  /// - Parameters:
  ///   - first: `[token, channel]`.
  ///   - second: the same tokens, `[token, other channel]`.
  package static func share(
    _ first: Tensor, _ second: Tensor, neighbours: Int
  ) throws(TorchError) -> Double {
    let count = first.size(0)
    let (a, b) = (try nearest(first, neighbours), try nearest(second, neighbours))
    var shared = 0
    for token in 0..<count {
      let own = Set(a[token * neighbours..<(token + 1) * neighbours])
      shared += b[token * neighbours..<(token + 1) * neighbours].count { own.contains($0) }
    }
    return Double(shared) / Double(count * neighbours)
  }

  /// The nearest other tokens of each token, token after token.
  private static func nearest(
    _ features: Tensor, _ neighbours: Int
  ) throws(TorchError) -> [Int64] {
    let unit = try features / features.norm([1], keep: true).clamped(min: 1e-12)
    let itself = try Tensor.arange(features.size(0), device: features.device)
      .oneHot(features.size(0)).to(.float32)
    return try (unit.linear(unit) - itself * 10.0).topK(neighbours).indices.elements(Int64.self)
  }
}
