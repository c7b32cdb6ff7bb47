import Torch

/// Outdoor-like scenes made from numbers: no files, any size, as many as wanted.
///
/// Ten categories (``SceneCategory``) differ as natural ones do: each has its own palette, texture
/// and outline, whose distributions overlap, and its usual place and neighbours. Sky is above and
/// ground below a horizon that moves with the viewpoint; cars stand on roads, houses beside them;
/// size falls with distance. Light (time of day, colour cast, exposure, shadows), season, haze,
/// occlusion and sensor noise vary. A patch's colours alone say little about what it is; texture,
/// place and surroundings say much, so there is something for masked modelling to learn.
///
/// Geometry is continuous: one `(seed, split, index)` is the same scene at every `size`.
public struct ScenesDataset: ImageDataset {
  /// The seed all scenes come from.
  public let seed: UInt64
  /// Width and height of an image in pixels.
  public let size: Int
  private let trainCount: Int
  private let testCount: Int

  /// A data set of scenes.
  ///
  /// - Parameters:
  ///   - seed: Another seed gives other scenes.
  ///   - size: Width and height in pixels, 8 … 4096.
  ///   - trainCount: Scenes to train on, 0 or more.
  ///   - testCount: Scenes to test on, 0 or more.
  /// - Throws: ``ImagingError/parameter(name:reason:)`` for a value out of its range.
  public init(seed: UInt64, size: Int, trainCount: Int, testCount: Int) throws {
    guard (8...4096).contains(size) else {
      throw ImagingError.parameter(name: "size", reason: "\(size) is outside 8 … 4096 pixels")
    }
    guard trainCount >= 0, testCount >= 0 else {
      throw ImagingError.parameter(
        name: trainCount < 0 ? "train_count" : "test_count", reason: "cannot be negative")
    }
    self.seed = seed
    self.size = size
    self.trainCount = trainCount
    self.testCount = testCount
  }

  /// Six kinds of scene, ten categories of pixels, no ignored label.
  public var info: DatasetInfo {
    DatasetInfo(
      name: "scenes", classNames: SceneKind.allCases.map(\.name),
      pixelClassNames: SceneCategory.allCases.map(\.name), ignoredLabels: [],
      labelConvention: "0 … 9 are the ten categories; every pixel has one, none is ignored",
      fingerprint: "scenes v1: seed \(seed), size \(size), train \(trainCount), test \(testCount)")
  }

  /// The number of scenes asked for.
  public func count(_ split: Split) -> Int { split == .train ? trainCount : testCount }

  /// One scene; takes about a millisecond at 64 pixels.
  public func sample(_ split: Split, at index: Int) throws -> Sample {
    guard index >= 0, index < count(split) else {
      throw ImagingError.index(index, split: split, count: count(split))
    }
    let number = UInt64(index)
    var layoutStream = RandomStream(
      seed: seed, purpose: "scenes/\(split.rawValue)/layout", index: number)
    // The sensor's noise has a stream of its own: it draws one word a pixel.
    var noiseStream = RandomStream(
      seed: seed, purpose: "scenes/\(split.rawValue)/noise", index: number)
    let scene = SceneLayout(&layoutStream)
    let (image, labels) = SceneRenderer.render(scene, size: size, &noiseStream)
    return Sample(
      image: image, label: scene.kind.rawValue, labelMap: labels,
      identifier: "scenes/\(split.rawValue)/\(index)")
  }
}
