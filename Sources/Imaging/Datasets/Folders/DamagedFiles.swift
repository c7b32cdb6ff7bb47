import Synchronization

/// Stands whole images in for broken ones, and remembers which were broken.
final class DamagedFiles: Sendable {
  private let policy: OnError
  private let found = Mutex<Set<String>>([])

  init(_ policy: OnError) { self.policy = policy }

  /// The broken files met so far, sorted.
  var paths: [String] { found.withLock { $0.sorted() } }

  /// The sample at an index, or under `skip` the next one in the split that can be read, going
  /// round at its end: the same stand-in every time, whichever thread asks.
  func sample(
    _ split: Split, at index: Int, count: Int,
    path: (Int) -> String, read: (Int) throws -> Sample
  ) throws -> Sample {
    guard index >= 0, index < count else {
      throw ImagingError.index(index, split: split, count: count)
    }
    for step in 0..<count {
      let place = (index + step) % count
      do {
        return try read(place)
      } catch {
        guard policy == .skip else { throw error }
        found.withLock { _ = $0.insert(path(place)) }
      }
    }
    throw ImagingError.nothingLeft(split: split, count: count)
  }
}
