import Foundation

/// The batches that are being made, shared between the loader and its workers.
///
/// A window of consecutive steps is open at a time; workers take single images from the earliest
/// step that still has some. The workers hold the queue, not the loader, so a loader that goes out
/// of use closes the queue and they end.
final class BatchQueue: @unchecked Sendable {
  private let condition = NSCondition()
  private let batch: Int
  private let valuesPerImage: Int
  private let prefetch: Int
  // Guarded by `condition`.
  private var window: [BatchSlot] = []
  private var closed = false

  /// A queue that makes `prefetch` steps beyond the awaited one ahead.
  init(batch: Int, valuesPerImage: Int, prefetch: Int) {
    self.batch = batch
    self.valuesPerImage = valuesPerImage
    self.prefetch = prefetch
  }

  /// The next image to make, for a worker; waits for one. `nil` when the queue is closed.
  func take() -> (slot: BatchSlot, position: Int)? {
    condition.lock()
    defer { condition.unlock() }
    while !closed {
      if let slot = window.first(where: { $0.begun < $0.count && $0.failure == nil }) {
        slot.begun += 1
        return (slot, slot.begun - 1)
      }
      condition.wait()
    }
    return nil
  }

  /// Hands an image back.
  func finish(_ slot: BatchSlot, _ position: Int, _ error: (any Error)?) {
    condition.lock()
    slot.finish(position, error)
    let complete = slot.done == slot.count || slot.failure != nil
    condition.unlock()
    if complete { condition.broadcast() }
  }

  /// The finished batch of a step; opens the steps after it.
  ///
  /// - Throws: The failure of the first image that could not be made, or
  ///   ``ImagingError/cancelled``.
  func await(step: Int) throws -> [Float] {
    condition.lock()
    defer { condition.unlock() }
    open(from: step)
    condition.broadcast()
    while !closed {
      guard let slot = window.first else { break }
      // After a failure, images before it may still be under way and fail first.
      if slot.failure != nil, slot.done == slot.begun || slot.done == slot.count {
        window.removeFirst()
        if let failure = slot.failure { throw failure.error }
      }
      if slot.done == slot.count {
        window.removeFirst()
        return slot.images
      }
      condition.wait()
    }
    throw ImagingError.cancelled
  }

  /// Ends all waiting; workers end after the image they are at.
  func close() {
    condition.lock()
    closed = true
    window = []
    condition.unlock()
    condition.broadcast()
  }

  /// Makes the window run from `step`, keeping what is already under way.
  private func open(from step: Int) {
    let kept = Dictionary(uniqueKeysWithValues: window.map { ($0.step, $0) })
    window = (step...(step + prefetch)).map { step in
      kept[step] ?? BatchSlot(step: step, count: batch, valuesPerImage: valuesPerImage)
    }
  }
}
