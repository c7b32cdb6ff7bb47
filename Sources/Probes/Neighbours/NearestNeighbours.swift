import Torch

/// Exact k-nearest neighbours with majority votes, in blocks of bounded memory.
struct NearestNeighbours {
  /// Elements of one block of similarities.
  private static let blockElements = 1 << 24

  private let features: Tensor
  /// Half the squared norm of every reference, for L2; `nil` for cosine.
  private let penalties: Tensor?
  private let labels: Tensor
  private let classes: Int

  /// - Parameters:
  ///   - features: references, `[reference, channel]`.
  ///   - labels: their classes, 0 ..< `classes`: `[reference]`, int64.
  init(features: Tensor, labels: Tensor, classes: Int, distance: Distance) throws(TorchError) {
    self.labels = labels
    self.classes = classes
    switch distance {
    case .cosine:
      self.features = try Self.normalised(features)
      penalties = nil
    case .l2:
      self.features = features
      penalties = try (features * features).sum([1]) * 0.5
    }
  }

  private static func normalised(_ x: Tensor) throws(TorchError) -> Tensor {
    try x / x.norm([1], keep: true).clamped(min: 1e-12)
  }

  /// The winner of the vote for each query and each k; one row of classes for each k.
  ///
  /// Every neighbour has one vote; between classes with equally many votes, the nearer neighbours
  /// decide.
  func classify(_ queries: Tensor, counts: [Int]) throws(TorchError) -> [[Int64]] {
    let references = features.size(0)
    let largest = min(counts.max() ?? 1, references)
    let block = max(1, Self.blockElements / max(references, 1))
    var winners = [[Int64]](repeating: [], count: counts.count)
    var start = 0
    while start < queries.size(0) {
      let size = min(block, queries.size(0) - start)
      var rows = try queries.narrowed(0, from: start, count: size)
      if penalties == nil { rows = try Self.normalised(rows) }
      // Larger is nearer: cosine, or x·y − |y|²/2, which orders as −|x − y|².
      var similarity = try rows.linear(features)
      if let penalties { similarity = try similarity - penalties }
      let nearest = try similarity.topK(largest)
      let votes = try labels.indexed(0, by: try nearest.indices.flattened())
        .reshaped(size, largest)
      for (index, k) in counts.enumerated() {
        winners[index] += try vote(votes, count: min(k, largest))
      }
      start += size
    }
    return winners
  }

  /// - Parameter votes: classes of the neighbours, nearest first: `[query, neighbour]`.
  private func vote(_ votes: Tensor, count: Int) throws(TorchError) -> [Int64] {
    // The bonus of rank r is below 1 / count for all ranks together: it only breaks ties.
    let weights = (0..<count).map { rank in
      1 + Float(count - rank) / Float(count * count * (count + 1))
    }
    let size = votes.size(0)
    let tally = try Tensor.zeros([size, classes], device: votes.device).scatterAdded(
      1, at: try votes.narrowed(1, from: 0, count: count),
      try Tensor(weights, shape: [1, count], device: votes.device).expanded(size, count)
        .contiguous())
    return try tally.argmax(1).elements(Int64.self)
  }
}
