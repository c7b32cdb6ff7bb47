import Torch

/// Exact k-nearest neighbours with majority votes, in blocks of bounded memory.
struct NearestNeighbours {
  /// Queries that go through the references at once.
  private static let queryBlock = 2048

  private let references: FeatureRows
  private let distance: Distance
  private let labels: Tensor
  private let classes: Int

  /// - Parameters:
  ///   - references: `[reference, channel]`.
  ///   - labels: their classes, 0 ..< `classes`: `[reference]`, int64.
  init(references: FeatureRows, labels: Tensor, classes: Int, distance: Distance) {
    self.references = references
    self.labels = labels
    self.classes = classes
    self.distance = distance
  }

  private static func normalised(_ x: Tensor) throws(TorchError) -> Tensor {
    try x / x.norm([1], keep: true).clamped(min: 1e-12)
  }

  /// The winner of the vote for each query and each k; one row of classes for each k.
  ///
  /// Every neighbour has one vote; between classes with equally many votes, the nearer neighbours
  /// decide: the lower sum of ranks, then the lower class.
  ///
  /// - Parameter counts: each k, none above the number of references.
  func classify(_ queries: FeatureRows, counts: [Int]) throws(TorchError) -> [[Int64]] {
    let largest = counts.max() ?? 1
    precondition(largest <= references.count, "k above the number of references")
    var winners = [[Int64]](repeating: [], count: counts.count)
    for start in stride(from: 0, to: queries.count, by: Self.queryBlock) {
      let range = start..<min(start + Self.queryBlock, queries.count)
      let nearest = try nearest(try queries.block(range), largest)
      let votes = try labels.indexed(0, by: try nearest.flattened())
        .reshaped(range.count, largest)
      for (index, k) in counts.enumerated() {
        winners[index] += try vote(votes, count: k)
      }
    }
    return winners
  }

  /// The references nearest to each query, nearest first: `[query, count]`.
  private func nearest(_ block: Tensor, _ count: Int) throws(TorchError) -> Tensor {
    let queries = distance == .cosine ? try Self.normalised(block) : block
    var best: (values: Tensor, indices: Tensor)?
    for range in references.blocks {
      var rows = try references.block(range)
      // Larger is nearer: cosine, or x·y − |y|²/2, which orders as −|x − y|².
      let similarity: Tensor
      switch distance {
      case .cosine:
        rows = try Self.normalised(rows)
        similarity = try queries.linear(rows)
      case .l2:
        similarity = try queries.linear(rows) - (rows * rows).sum([1]) * 0.5
      }
      let top = try similarity.topK(min(count, range.count))
      let places = try top.indices + Tensor([range.lowerBound], device: block.device)
      guard let known = best else {
        best = (top.values, places)
        continue
      }
      let values = try Tensor.concatenated([known.values, top.values], axis: 1)
      let indices = try Tensor.concatenated([known.indices, places], axis: 1)
      let merged = try values.topK(min(count, values.size(1)))
      best = (merged.values, try indices.gathered(1, by: merged.indices))
    }
    guard let best else {
      throw TorchError(operation: "nearest neighbours", reason: "there are no references")
    }
    return best.indices
  }

  /// - Parameter votes: classes of the neighbours, nearest first: `[query, neighbour]`.
  private func vote(_ votes: Tensor, count: Int) throws(TorchError) -> [Int64] {
    // The bonuses of all ranks together are less than one vote: they only break ties. Whole numbers
    // below 2^53, which float64 adds without rounding.
    let vote = count * (count + 1)
    let weights = (0..<count).map { rank in Double(vote + count - rank) }
    let size = votes.size(0)
    let tally = try Tensor.zeros([size, classes], dtype: .float64, device: votes.device)
      .scatterAdded(
        1, at: try votes.narrowed(1, from: 0, count: count),
        try Tensor(weights, shape: [1, count], device: votes.device).expanded(size, count)
          .contiguous())
    return try tally.argmax(1).elements(Int64.self)
  }
}
