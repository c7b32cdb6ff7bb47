import Synchronization

/// Keeps decoded samples of another data set in memory, up to a number of bytes.
///
/// Samples are kept in the order in which they are first asked for, and none is dropped again:
/// small data sets are decoded once, large ones are read on as before. What is returned is the same
/// either way.
public final class SampleCache: ImageDataset {
  private struct Key: Hashable {
    let split: Split
    let index: Int
    let decoding: Decoding
  }

  private struct Contents {
    var samples: [Key: Sample] = [:]
    var bytes = 0
  }

  private let base: any ImageDataset
  private let byteBudget: Int
  private let contents = Mutex(Contents())

  /// A cache in front of a data set that keeps at most `byteBudget` bytes of pixels and labels.
  public init(_ base: any ImageDataset, byteBudget: Int) {
    self.base = base
    self.byteBudget = byteBudget
  }

  /// As of the data set behind.
  public var info: DatasetInfo { base.info }
  /// As of the data set behind.
  public var skippedFiles: [String] { base.skippedFiles }
  /// As of the data set behind.
  public var files: DatasetFiles? { base.files }
  /// As of the data set behind.
  public func count(_ split: Split) -> Int { base.count(split) }
  /// As of the data set behind.
  public func shardedOrder(_ split: Split) -> ShardedOrder? { base.shardedOrder(split) }
  /// Bytes of pixels and labels now in memory.
  public var bytesInUse: Int { contents.withLock { $0.bytes } }

  /// The sample, from memory if it is there.
  public func sample(_ split: Split, at index: Int) throws -> Sample {
    try sample(Key(split: split, index: index, decoding: .full)) {
      try base.sample(split, at: index)
    }
  }

  public func sample(_ split: Split, at index: Int, decoding: Decoding) throws -> Sample {
    try sample(Key(split: split, index: index, decoding: decoding)) {
      try base.sample(split, at: index, decoding: decoding)
    }
  }

  private func sample(_ key: Key, _ make: () throws -> Sample) throws -> Sample {
    if let known = contents.withLock({ $0.samples[key] }) { return known }
    // Decoded outside the lock: two threads may decode one image, which costs less than waiting.
    let sample = try make()
    let bytes = sample.image.pixels.count + (sample.labelMap?.labels.count ?? 0)
    contents.withLock { contents in
      guard contents.samples[key] == nil, contents.bytes + bytes <= byteBudget else { return }
      contents.samples[key] = sample
      contents.bytes += bytes
    }
    return sample
  }
}
