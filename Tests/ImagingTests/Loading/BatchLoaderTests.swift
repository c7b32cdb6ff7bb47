import Foundation
import Imaging
import Synchronization
import Testing

@Suite struct BatchLoaderTests {
  private func loader(
    _ dataset: any ImageDataset, seed: UInt64 = 3, workers: Int, prefetch: Int = 2, batch: Int = 6,
    flip: Double = 0.5
  ) throws -> BatchLoader {
    try BatchLoader(
      dataset: dataset, split: .train, batch: batch, size: 8,
      augmentation: Augmentation(
        crop: RandomResizedCrop(scale: 0.3...1), flipProbability: flip, normalisation: .unit),
      seed: seed, workers: workers, prefetch: prefetch)
  }

  @Test func batchesDoNotDependOnWorkersOrPrefetching() throws {
    let dataset = NumberedDataset(trainCount: 17)
    let reference = try loader(dataset, workers: 0)
    let batches = try (0..<12).map { try reference.batch(at: $0) }
    for (workers, prefetch) in [(1, 0), (1, 3), (2, 2), (5, 1), (8, 8)] {
      let other = try loader(dataset, workers: workers, prefetch: prefetch)
      for step in 0..<12 {
        let batch = try other.batch(at: step)
        #expect(batch == batches[step], "step \(step), \(workers) workers")
      }
    }
    #expect(Set(batches.map(\.images)).count == 12)
  }

  @Test func reducedImagesDoNotDependOnWorkers() throws {
    let folder = try TemporaryFolder()
    let bytes = try Fixture.bytes("detail.jpg")
    for number in 0..<9 { try folder.write(bytes, to: "train/a/\(number).jpg") }
    try folder.write(bytes, to: "test/a/0.jpg")
    let dataset = try ImageFolderDataset(root: folder.path)
    let augmentation = try Augmentation(crop: RandomResizedCrop(scale: 0.6...1))
    func batches(_ decoding: Decoding, workers: Int) throws -> [ImageBatch] {
      let loader = try BatchLoader(
        dataset: dataset, split: .train, batch: 4, size: 8, augmentation: augmentation,
        decoding: decoding, seed: 1, workers: workers)
      return try (0..<4).map { try loader.batch(at: $0) }
    }
    let decoding = augmentation.reducedDecoding(size: 8)
    let reduced = try batches(decoding, workers: 0)
    for workers in [1, 4] { #expect(try batches(decoding, workers: workers) == reduced) }
    // Other pixels, but the same crops of the same pictures.
    let full = try batches(.full, workers: 2)
    #expect(full != reduced)
    for (a, b) in zip(full, reduced) {
      #expect(a.sampleIndices == b.sampleIndices)
      let mean = zip(a.images, b.images).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(a.images.count)
      #expect(mean < 0.25, "\(mean)")
    }
  }

  @Test func anyStepIsReachedAtOnceAndInAnyOrder() throws {
    let dataset = NumberedDataset(trainCount: 17)
    let forward = try loader(dataset, workers: 2)
    let walked = try (0..<20).map { try forward.batch(at: $0) }
    let jumping = try loader(dataset, workers: 2)
    for step in [19, 0, 7, 7, 8, 3, 18, 19] {
      #expect(try jumping.batch(at: step) == walked[step], "step \(step)")
    }
    let far = try loader(dataset, workers: 3).batch(at: 1_000_000_000)
    #expect(try loader(dataset, workers: 0).batch(at: 1_000_000_000) == far)
  }

  @Test func eachEpochVisitsEverySampleOnceInItsOwnOrder() throws {
    let loader = try loader(NumberedDataset(trainCount: 15), workers: 2, batch: 4)
    let drawn = try (0..<15).flatMap { try loader.batch(at: $0).sampleIndices }
    let epochs = stride(from: 0, to: 60, by: 15).map { Array(drawn[$0..<($0 + 15)]) }
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<15)) }
    #expect(Set(epochs).count == 4)
  }

  @Test func theSeedDecidesOrderAndCrops() throws {
    let dataset = NumberedDataset(trainCount: 17)
    let first = try loader(dataset, seed: 1, workers: 1).batch(at: 0)
    let second = try loader(dataset, seed: 2, workers: 1).batch(at: 0)
    #expect(first.sampleIndices != second.sampleIndices)
    // A batch larger than the data set shows a sample twice, in two crops.
    let only = try loader(NumberedDataset(trainCount: 1), workers: 1, batch: 2).batch(at: 0)
    #expect(only.sampleIndices == [0, 0])
    #expect(only.images[0..<192] != only.images[192..<384])
  }

  @Test func imagesCarryTheirSamples() throws {
    let batch = try loader(NumberedDataset(trainCount: 200), workers: 4, batch: 32).batch(at: 1)
    #expect(batch.count == 32)
    #expect(batch.images.count == 32 * 3 * 8 * 8)
    for (position, index) in batch.sampleIndices.enumerated() {
      // Red is the sample's number everywhere, so no crop or resize changes it.
      let red = batch.images[position * 192] * 255
      #expect(Int(red.rounded()) == index)
    }
  }

  @Test(arguments: [0, 1, 3])
  func aBrokenImageFailsItsStepOnly(_ workers: Int) throws {
    let dataset = NumberedDataset(trainCount: 12, broken: [4, 9])
    let whole = try loader(NumberedDataset(trainCount: 12), workers: 0)
    let loader = try loader(dataset, workers: workers)
    for step in [0, 1, 0, 1, 2, 3, 5, 4] {
      let expected = try whole.batch(at: step)
      if let first = expected.sampleIndices.first(where: { [4, 9].contains($0) }) {
        #expect(throws: ImagingError.damaged(path: "image-\(first)", reason: "made so")) {
          try loader.batch(at: step)
        }
      } else {
        #expect(try loader.batch(at: step) == expected)
      }
    }
  }

  @Test func cancellingEndsAWaitAndAllLaterCalls() throws {
    let gate = GatedDataset()
    let loader = try BatchLoader(
      dataset: gate, split: .train, batch: 2, size: 8,
      augmentation: Augmentation(crop: nil), seed: 0, workers: 2)
    let outcome = Mutex<(any Error)?>(nil)
    let waiting = Thread {
      do { _ = try loader.batch(at: 0) } catch { outcome.withLock { $0 = error } }
      gate.callerDone.signal()
    }
    waiting.start()
    gate.entered.wait()
    loader.cancel()
    gate.callerDone.wait()
    #expect(outcome.withLock { $0 as? ImagingError } == .cancelled)
    #expect(throws: ImagingError.cancelled) { try loader.batch(at: 0) }
    gate.open()
  }

  @Test func aReleasedLoaderEndsItsWorkers() throws {
    let released = DispatchSemaphore(value: 0)
    try {
      // The workers hold the data set; only when all have ended is it let go.
      let dataset = WatchedDataset { released.signal() }
      let loader = try BatchLoader(
        dataset: dataset, split: .train, batch: 2, size: 8,
        augmentation: Augmentation(crop: nil), seed: 0, workers: 3)
      _ = try loader.batch(at: 0)
    }()
    #expect(released.wait(timeout: .now() + 30) == .success)
  }

  @Test func parametersOutOfRangeAreRefused() {
    let dataset = NumberedDataset(trainCount: 3)
    #expect(throws: ImagingError.parameter(name: "batch", reason: "0 is outside 1 … 1000000")) {
      try loader(dataset, workers: 1, batch: 0)
    }
    #expect(throws: ImagingError.parameter(name: "workers", reason: "-1 is outside 0 … 256")) {
      try loader(dataset, workers: -1)
    }
    #expect(throws: ImagingError.parameter(name: "step", reason: "-1 is negative")) {
      try loader(dataset, workers: 1).batch(at: -1)
    }
    #expect(throws: ImagingError.nothingLeft(split: .train, count: 0)) {
      try loader(NumberedDataset(trainCount: 0), workers: 1)
    }
  }
}

/// Lets nobody have a sample until it is opened.
private final class GatedDataset: ImageDataset {
  let entered = DispatchSemaphore(value: 0)
  let callerDone = DispatchSemaphore(value: 0)
  private let gate = DispatchSemaphore(value: 0)

  var info: DatasetInfo { DatasetInfo(name: "gated", fingerprint: "gated") }
  func count(_ split: Split) -> Int { 4 }

  func sample(_ split: Split, at index: Int) throws -> Sample {
    entered.signal()
    gate.wait()
    gate.signal()
    return Sample(
      image: RGBImage(width: 4, height: 4, filledWith: RGB(1, 2, 3)), label: nil, labelMap: nil,
      identifier: "\(index)")
  }

  func open() { gate.signal() }
}

/// Says when it is let go.
private final class WatchedDataset: ImageDataset {
  private let atEnd: @Sendable () -> Void

  init(atEnd: @escaping @Sendable () -> Void) { self.atEnd = atEnd }
  deinit { atEnd() }

  var info: DatasetInfo { DatasetInfo(name: "watched", fingerprint: "watched") }
  func count(_ split: Split) -> Int { 4 }

  func sample(_ split: Split, at index: Int) throws -> Sample {
    try NumberedDataset(trainCount: 4).sample(.train, at: index)
  }
}
