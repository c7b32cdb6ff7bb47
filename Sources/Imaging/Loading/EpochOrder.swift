import Synchronization
import Torch

/// The order in which samples are drawn: each epoch visits every sample once, in its own random
/// order. Any position is reached without walking through those before it.
final class EpochOrder: Sendable {
  private let count: Int
  private let seed: UInt64
  private let shards: ShardedOrder?
  /// The newest permutations; a batch may lie across two epochs, and workers run ahead.
  private let recent = Mutex<[(epoch: Int, order: [UInt32])]>([])

  /// The order for a split of `count` samples, at least 1; `nil` shards: each order equally likely.
  init(count: Int, seed: UInt64, shards: ShardedOrder? = nil) {
    self.shards = shards
    self.count = count
    self.seed = seed
  }

  /// The sample drawn at a position, counted from the start of training.
  func sample(at position: Int) -> Int {
    let (epoch, offset) = position.quotientAndRemainder(dividingBy: count)
    return recent.withLock { recent in
      if let known = recent.first(where: { $0.epoch == epoch }) { return Int(known.order[offset]) }
      var stream = RandomStream(seed: seed, purpose: "loader/order", index: UInt64(epoch))
      let drawn = shards?.permutation(&stream) ?? stream.permutation(count)
      let order = drawn.map { UInt32($0) }
      recent.append((epoch, order))
      if recent.count > 3 { recent.removeFirst() }
      return Int(order[offset])
    }
  }
}
