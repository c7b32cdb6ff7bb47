package import Torch

/// k-means by the angle: clusters of features whose length does not count.
package enum SphericalKMeans {
  private static let iterations = 20

  /// The cluster of each feature, 0 ..< `clusters`; some clusters may stay empty.
  ///
  /// - Parameters:
  ///   - features: `[vector, channel]`, at least `clusters` of them.
  ///   - seed: draws the first centres among the features.
  package static func assign(
    _ features: Tensor, clusters: Int, seed: UInt64
  ) throws(TorchError) -> [Int64] {
    let unit = try features / features.norm([1], keep: true).clamped(min: 1e-12)
    var random = RandomStream(seed: seed, purpose: "k-means")
    let first = Array(random.permutation(features.size(0)).prefix(clusters))
    var centres = try unit.indexed(0, by: try Tensor(first, device: unit.device))
    var assignments = try nearest(unit, centres)
    for _ in 0..<iterations {
      let sums = try centres.zerosLike().indexAdded(0, at: assignments, unit)
      let lengths = try sums.norm([1], keep: true)
      // A cluster that lost all its features keeps its centre.
      centres = try Tensor.select(
        where: try lengths.isGreater(than: 1e-6), sums / lengths.clamped(min: 1e-12), else: centres)
      let next = try nearest(unit, centres)
      let same = try next.equals(assignments).all().to(.float32).item() == 1
      assignments = next
      if same { break }
    }
    return try assignments.elements(Int64.self)
  }

  /// In blocks, so that memory does not grow with vectors × clusters.
  private static func nearest(_ unit: Tensor, _ centres: Tensor) throws(TorchError) -> Tensor {
    let block = max(1, (1 << 24) / centres.size(0))
    var parts: [Tensor] = []
    var start = 0
    while start < unit.size(0) {
      let count = min(block, unit.size(0) - start)
      parts.append(try unit.narrowed(0, from: start, count: count).linear(centres).argmax(1))
      start += count
    }
    return try Tensor.concatenated(parts)
  }
}
