public import CapiCore
public import Imaging

/// Procedural outdoor scenes: a data set without files.
public struct ScenesComponent: DatasetComponent {
  public struct Parameters: ParameterSet {
    public var seed = 0
    public var train = 2000
    public var test = 400
    public var size: Int?
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "seed", \.seed, in: 0...2_147_483_647, "Makes another, equally distributed data set."),
      Field("train", \.train, in: 1...10_000_000, unit: "images", "Training images."),
      Field("test", \.test, in: 1...1_000_000, unit: "images", "Test images."),
      Field(
        "size", \.size, in: 8...4096, unit: "pixels",
        "Side of a scene before any crop; images.size where not given."),
    ]
  }

  public static let name = "scenes"
  public static let summary = "Procedural outdoor scenes with image and pixel labels; no files."

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try ScenesDataset(
      seed: UInt64(parameters.seed), size: parameters.size ?? context.imageSize,
      trainCount: parameters.train, testCount: parameters.test)
  }
}
