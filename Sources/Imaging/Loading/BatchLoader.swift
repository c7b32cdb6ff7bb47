import Foundation
import Synchronization
import Torch

/// Makes training batches ahead of their use, on several threads.
///
/// What a batch holds is a pure function of the data set, the seed and the step: every epoch visits
/// each sample once in an order of its own (a batch may lie across two epochs), and the crop and
/// flip of an image come from its position in training. Numbers of workers, prefetching and the
/// order of calls change nothing, so training resumes at any step at once.
///
/// At most `prefetch + 1` batches are in memory, plus the decoded images of a ``SampleCache``. A
/// broken image fails the step that holds it, when that step is asked for. The threads end when the
/// loader is released or cancelled.
public final class BatchLoader: Sendable {
  private let source: BatchSource
  private let queue: BatchQueue
  private let threaded: Bool
  /// One caller at a time, or two would move the window to and fro.
  private let caller = NSLock()

  /// Images in a batch.
  public var batch: Int { source.batch }
  /// Width and height of the images in pixels.
  public var size: Int { source.size }

  /// Starts the workers.
  ///
  /// - Parameters:
  ///   - dataset: Where the images come from.
  ///   - split: Which half of it.
  ///   - batch: Images in a batch, 1 or more.
  ///   - size: Width and height of the images in pixels, 1 or more.
  ///   - augmentation: What happens to each image.
  ///   - decoding: How much of an image's detail is decoded before it is cropped.
  ///   - seed: Decides order, crops and flips.
  ///   - workers: Threads, 0 … 256; with 0, batches are made on the calling thread.
  ///   - prefetch: Batches made ahead, 0 … 64.
  /// - Throws: ``ImagingError/parameter(name:reason:)`` for a value out of its range;
  ///   ``ImagingError/nothingLeft(split:count:)`` when the split is empty.
  public init(
    dataset: any ImageDataset, split: Split, batch: Int, size: Int, augmentation: Augmentation,
    decoding: Decoding = .full, seed: UInt64, workers: Int, prefetch: Int = 2
  ) throws {
    for (name, value, range) in [
      ("batch", batch, 1...1_000_000), ("size", size, 1...8192), ("workers", workers, 0...256),
      ("prefetch", prefetch, 0...64),
    ] where !range.contains(value) {
      throw ImagingError.parameter(
        name: name, reason: "\(value) is outside \(range.lowerBound) … \(range.upperBound)")
    }
    guard dataset.count(split) > 0 else { throw ImagingError.nothingLeft(split: split, count: 0) }
    let source = BatchSource(
      dataset: dataset, split: split, batch: batch, size: size, augmentation: augmentation,
      decoding: decoding, seed: seed)
    let queue = BatchQueue(batch: batch, valuesPerImage: 3 * size * size, prefetch: prefetch)
    self.source = source
    self.queue = queue
    threaded = workers > 0
    for worker in 0..<workers {
      // Not `self`: a running thread must not keep the loader alive.
      let thread = Thread {
        while let (slot, position) = queue.take() {
          do {
            try source.write(step: slot.step, position: position, to: slot.place(of: position))
            queue.finish(slot, position, nil)
          } catch {
            queue.finish(slot, position, error)
          }
        }
      }
      thread.name = "capi loader \(worker)"
      thread.start()
    }
  }

  deinit { queue.close() }

  /// The batch of a step, 0 or later, in any order.
  ///
  /// - Throws: ``ImagingError`` naming the file when an image cannot be had;
  ///   ``ImagingError/cancelled`` after ``cancel()``.
  public func batch(at step: Int) throws -> ImageBatch {
    guard step >= 0 else {
      throw ImagingError.parameter(name: "step", reason: "\(step) is negative")
    }
    let indices = (0..<batch).map { source.sampleIndex(step: step, position: $0) }
    caller.lock()
    defer { caller.unlock() }
    let images = threaded ? try queue.await(step: step) : try source.images(step: step)
    return ImageBatch(images: images, sampleIndices: indices, size: size)
  }

  /// Ends the workers and all waiting; every later call fails with ``ImagingError/cancelled``.
  public func cancel() { queue.close() }
}
