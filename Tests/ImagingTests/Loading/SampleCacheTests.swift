import Imaging
import Synchronization
import Testing

@Suite struct SampleCacheTests {
  /// Counts how often an image is made.
  private final class CountingDataset: ImageDataset {
    let asked = Mutex(0)
    var info: DatasetInfo { DatasetInfo(name: "counting", fingerprint: "") }
    func count(_ split: Split) -> Int { 4 }
    func sample(_ split: Split, at index: Int) throws -> Sample {
      asked.withLock { $0 += 1 }
      return try NumberedDataset(trainCount: 4).sample(.train, at: index)
    }
  }

  @Test func keptSamplesAreTheSameAndNotMadeAgain() throws {
    let base = CountingDataset()
    let cache = SampleCache(base, byteBudget: 1 << 20)
    for _ in 0..<3 {
      for index in 0..<4 {
        let expected = try NumberedDataset(trainCount: 4).sample(.train, at: index)
        #expect(try cache.sample(.train, at: index) == expected)
      }
    }
    #expect(base.asked.withLock { $0 } == 4)
    #expect(cache.bytesInUse == 4 * 20 * 16 * 4)
  }

  @Test func theBudgetIsKept() throws {
    let base = CountingDataset()
    let cache = SampleCache(base, byteBudget: 2 * 20 * 16 * 4 + 100)
    for _ in 0..<2 {
      for index in 0..<4 { _ = try cache.sample(.train, at: index) }
    }
    #expect(cache.bytesInUse == 2 * 20 * 16 * 4)
    #expect(base.asked.withLock { $0 } == 4 + 2)
  }
}
