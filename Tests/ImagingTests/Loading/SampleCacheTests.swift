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

  @Test func reducedSamplesAreKeptApart() throws {
    let folder = try TemporaryFolder()
    for half in ["train", "test"] {
      try folder.write(Fixture.bytes("detail.jpg"), to: "\(half)/a/1.jpg")
    }
    let cache = SampleCache(try ImageFolderDataset(root: folder.path), byteBudget: 1 << 20)
    for _ in 0..<2 {
      #expect(try cache.sample(.train, at: 0).image.width == 75)
      let reduced = try cache.sample(.train, at: 0, decoding: .reduced(size: 10, share: 1))
      #expect(reduced.image.width == 19 && reduced.label == 0)
    }
    #expect(cache.bytesInUse == 3 * (75 * 50 + 19 * 13))
    #expect(cache.files?.paths == ["test/a/1.jpg", "train/a/1.jpg"])
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
