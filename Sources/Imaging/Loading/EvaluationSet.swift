import Dispatch
import Synchronization
import Torch

/// The pictures that a split is scored on: always the same, whoever asks and in whatever batches.
public struct EvaluationSet: Sendable {
  private let dataset: any ImageDataset
  private let split: Split
  private let normalisation: Normalisation
  private let framing: Framing
  private let seed: UInt64
  private let workers: Int
  /// Samples looked at, ascending.
  private let chosen: [Int]

  /// Width and height of a picture in pixels.
  public let size: Int

  /// A choice of pictures.
  ///
  /// - Parameters:
  ///   - dataset: Where the images come from.
  ///   - split: Which half of it.
  ///   - size: Width and height of a picture in pixels, 1 … 8192.
  ///   - framing: Which part of an image is looked at.
  ///   - limit: Images at most, spread evenly over the split; `nil` for all.
  ///   - normalisation: What the model sees as zero and as one.
  ///   - seed: Decides where random squares lie.
  ///   - workers: Threads that a batch is made on, 1 … 256.
  /// - Throws: ``ImagingError/parameter(name:reason:)`` for a value out of its range;
  ///   ``ImagingError/nothingLeft(split:count:)`` when the split is empty.
  public init(
    dataset: any ImageDataset, split: Split, size: Int, framing: Framing = .whole,
    limit: Int? = nil, normalisation: Normalisation = .imageNet, seed: UInt64 = 0, workers: Int = 1
  ) throws {
    for (name, value, range) in [
      ("size", size, 1...8192), ("limit", limit ?? 1, 1...Int.max), ("workers", workers, 1...256),
      ("eval_crops", framing.picturesPerImage, 1...10_000),
    ] where !range.contains(value) {
      let bound = range.upperBound == .max ? "below 1" : "outside 1 … \(range.upperBound)"
      throw ImagingError.parameter(name: name, reason: "\(value) is \(bound)")
    }
    if case .crops(_, let side) = framing, !(side > 0 && side <= 1) {
      throw ImagingError.parameter(name: "minimum_side", reason: "\(side) is not within (0, 1]")
    }
    let count = dataset.count(split)
    guard count > 0 else { throw ImagingError.nothingLeft(split: split, count: 0) }
    let kept = min(limit ?? count, count)
    chosen = (0..<kept).map { $0 * count / kept }
    self.dataset = dataset
    self.split = split
    self.size = size
    self.framing = framing
    self.normalisation = normalisation
    self.seed = seed
    self.workers = workers
  }

  /// Number of pictures: images looked at times squares of each.
  public var count: Int { chosen.count * framing.picturesPerImage }

  /// All pictures at once; takes `count · 12 · size²` bytes.
  public func all() throws -> EvaluationBatch { try batch(0..<count) }

  /// Pictures of a range within `0 ..< count`.
  ///
  /// - Throws: ``ImagingError`` naming the file when an image cannot be had.
  public func batch(_ range: Range<Int>) throws -> EvaluationBatch {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      throw ImagingError.index(
        range.lowerBound < 0 ? range.lowerBound : range.upperBound - 1, split: split, count: count)
    }
    let slot = BatchSlot(step: 0, count: range.count, valuesPerImage: 3 * size * size)
    let facts = Mutex(
      [Result<Picture, any Error>?](repeating: nil, count: range.count))
    let strands = min(workers, max(1, range.count))
    DispatchQueue.concurrentPerform(iterations: strands) { strand in
      for position in stride(from: strand, to: range.count, by: strands) {
        let result = Result {
          try draw(range.lowerBound + position, to: slot.place(of: position))
        }
        facts.withLock { $0[position] = result }
        if case .failure = result { return }
      }
    }
    var labels: [Int] = []
    var pixelLabels: [UInt8] = []
    // A strand stops at its first failure, so the first failure of all comes before any gap.
    for case let result? in facts.withLock({ $0 }) {
      let picture = try result.get()
      if let label = picture.label { labels.append(label) }
      if let map = picture.map { pixelLabels += map.labels }
    }
    return EvaluationBatch(
      images: slot.images, labels: labels, pixelLabels: pixelLabels,
      sampleIndices: range.map { chosen[$0 / framing.picturesPerImage] }, size: size)
  }

  private struct Picture: Sendable {
    let label: Int?
    let map: LabelMap?
  }

  /// Writes one picture, `[3, size, size]`.
  private func draw(
    _ number: Int, to output: UnsafeMutableBufferPointer<Float>
  ) throws -> Picture {
    let index = chosen[number / framing.picturesPerImage]
    let sample = try dataset.sample(split, at: index)
    let region = region(of: sample.image, index: index, crop: number % framing.picturesPerImage)
    let pixels = Resize.bicubicPixels(sample.image, region: region, width: size, height: size)
    normalisation.write(pixels, size: size, flipped: false, to: output)
    let map = sample.labelMap.map {
      Resize.nearest($0, region: region, width: size, height: size)
    }
    return Picture(label: sample.label, map: map)
  }

  private func region(of image: RGBImage, index: Int, crop: Int) -> CropRegion {
    switch framing {
    case .whole:
      return .whole(width: image.width, height: image.height)
    case .centre:
      return .centralSquare(width: image.width, height: image.height)
    case .crops(let count, let minimumSide):
      var stream = RandomStream(
        seed: seed, purpose: "evaluation/crop", index: UInt64(index * count + crop))
      let shorter = Double(min(image.width, image.height))
      let side = max(1, Int((shorter * stream.uniform(in: minimumSide...1)).rounded()))
      return CropRegion(
        left: stream.integer(below: image.width - side + 1),
        top: stream.integer(below: image.height - side + 1), width: side, height: side)
    }
  }
}
