public import CapiCore
public import Imaging

/// Photographs with one label map each, in ADE20K's layout.
public struct SegmentationFolderComponent: DatasetComponent {
  public struct Parameters: RootedParameters {
    public var root = ""
    public var ignoredLabels: [Int] = []
    public var classNames: [String]?
    public var onError = OnError.fail
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "root", \.root,
        "The folder that holds images/{training,validation} and annotations/{training,validation}."
      ),
      Field<Self>.ignoredLabels(\.ignoredLabels),
      Field(
        "class_names", \.classNames, nonEmpty: true,
        "The name of each label from 0 up, ignored ones included; numbers where not given."),
      Field<Self>.onError(\.onError),
    ]
  }

  public static let name = "segmentation-folder"
  public static let summary = "Images with a label for every pixel, in ADE20K's folders."

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try SegmentationFolderDataset(
      root: context.resolve(parameters.root),
      ignoredLabels: parameters.ignoredLabels.map { UInt8(clamping: $0) },
      classNames: parameters.classNames, onError: parameters.onError)
  }
}
