import Torch

/// Makes single images of training batches; a pure function of step and position.
struct BatchSource: Sendable {
  let dataset: any ImageDataset
  let split: Split
  let batch: Int
  let size: Int
  private let augmentation: Augmentation
  private let decoding: Decoding
  private let seed: UInt64
  private let order: EpochOrder

  init(
    dataset: any ImageDataset, split: Split, batch: Int, size: Int, augmentation: Augmentation,
    decoding: Decoding, seed: UInt64
  ) {
    self.dataset = dataset
    self.split = split
    self.batch = batch
    self.size = size
    self.augmentation = augmentation
    self.decoding = decoding
    self.seed = seed
    order = EpochOrder(
      count: dataset.count(split), seed: seed, shards: dataset.shardedOrder(split))
  }

  /// Which sample is shown.
  func sampleIndex(step: Int, position: Int) -> Int { order.sample(at: step * batch + position) }

  /// Writes one augmented image, `[3, size, size]`.
  func write(
    step: Int, position: Int, to output: UnsafeMutableBufferPointer<Float>
  ) throws {
    let sample = try dataset.sample(
      split, at: sampleIndex(step: step, position: position), decoding: decoding)
    var stream = RandomStream(
      seed: seed, purpose: "loader/augmentation", index: UInt64(step * batch + position))
    augmentation.apply(to: sample.image, size: size, &stream, writingTo: output)
  }

  /// A whole batch, `[batch, 3, size, size]`, on the calling thread.
  func images(step: Int) throws -> [Float] {
    let slot = BatchSlot(step: step, count: batch, valuesPerImage: 3 * size * size)
    for position in 0..<batch {
      try write(step: step, position: position, to: slot.place(of: position))
    }
    return slot.images
  }
}
