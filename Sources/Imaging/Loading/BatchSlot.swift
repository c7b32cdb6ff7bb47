/// One batch while it is made. The images are written by many workers, each to its own place; the
/// rest belongs to the queue and is touched under its lock only.
final class BatchSlot: @unchecked Sendable {
  let step: Int
  let count: Int
  private let valuesPerImage: Int
  private let storage: UnsafeMutableBufferPointer<Float>

  /// Images that workers have taken on, and those that are done.
  var begun = 0
  var done = 0
  /// The first failure in the order of the batch, so that the one reported does not depend on
  /// which worker was faster.
  var failure: (position: Int, error: any Error)?

  init(step: Int, count: Int, valuesPerImage: Int) {
    self.step = step
    self.count = count
    self.valuesPerImage = valuesPerImage
    storage = .allocate(capacity: count * valuesPerImage)
    storage.initialize(repeating: 0)
  }

  deinit { storage.deallocate() }

  /// Where one image goes, `[3, size, size]`.
  func place(of position: Int) -> UnsafeMutableBufferPointer<Float> {
    let start = position * valuesPerImage
    return UnsafeMutableBufferPointer(rebasing: storage[start..<(start + valuesPerImage)])
  }

  /// Everything written, once all images are done.
  var images: [Float] { Array(storage) }

  /// Notes that an image is done, or why it is not.
  func finish(_ position: Int, _ error: (any Error)?) {
    done += 1
    if let error, position < failure?.position ?? .max { failure = (position, error) }
  }
}
