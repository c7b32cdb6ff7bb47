public import CapiCore
public import Imaging

/// Images and labels in tar files.
public struct ShardsComponent: DatasetComponent {
  public struct Parameters: RootedParameters {
    public var root = ""
    public var classNames: [String] = []
    public var pixelClassNames: [String] = []
    public var ignoredLabels: [Int] = []
    public var buffer = 1000
    public var onError = OnError.fail
    public init() {}
    public static let fields: [Field<Self>] = [
      Field("root", \.root, "The folder that holds train/*.tar and test/*.tar."),
      Field("class_names", \.classNames, "The name of each class in the .cls members."),
      Field(
        "pixel_class_names", \.pixelClassNames,
        "The name of each label in the .seg.png members, ignored ones included."),
      Field<Self>.ignoredLabels(\.ignoredLabels),
      Field(
        "buffer", \.buffer, in: 1...100_000_000, unit: "samples",
        "Shuffle buffer: training draws from this many samples that follow each other."),
      Field<Self>.onError(\.onError),
    ]
  }

  public static let name = "shards"
  public static let summary = "Tar files of images, .cls and .seg.png, read in shuffled stretches."

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    var options = ShardsDataset.Options()
    options.classNames = parameters.classNames
    options.pixelClassNames = parameters.pixelClassNames
    options.ignoredLabels = parameters.ignoredLabels.map { UInt8(clamping: $0) }
    options.buffer = parameters.buffer
    options.onError = parameters.onError
    return try ShardsDataset(root: context.resolve(parameters.root), options: options)
  }
}
