public import Torch

/// A random order for samples that lie one after another in shards: shards in random order, and a
/// buffer from which samples are drawn as it is refilled.
///
/// The whole order of an epoch is computed from the sizes alone, so any position is reached without
/// reading what lies before it.
public struct ShardedOrder: Sendable, Equatable {
  /// Samples in each shard.
  public let sizes: [Int]
  /// Samples that wait in the buffer, 1 or more; as large as a split, it is a full shuffle.
  public let buffer: Int

  public init(sizes: [Int], buffer: Int) {
    self.sizes = sizes
    self.buffer = max(1, buffer)
  }

  /// Every sample once.
  public func permutation(_ random: inout RandomStream) -> [Int] {
    var starts: [Int] = []
    var total = 0
    for size in sizes {
      starts.append(total)
      total += size
    }
    var waiting: [Int] = []
    var order: [Int] = []
    order.reserveCapacity(total)
    for shard in random.permutation(sizes.count) {
      for sample in starts[shard]..<starts[shard] + sizes[shard] {
        guard waiting.count == buffer else {
          waiting.append(sample)
          continue
        }
        let place = random.integer(below: buffer)
        order.append(waiting[place])
        waiting[place] = sample
      }
    }
    return order + random.permutation(waiting.count).map { waiting[$0] }
  }
}
