public import CapiCore
public import Imaging

/// Photographs with one label map each, in ADE20K's layout.
public struct SegmentationFolderComponent: DatasetComponent {
  public struct Parameters: ParameterSet {
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
      Field(
        "ignored_labels", \.ignoredLabels, in: 0...255,
        "Labels that are no category; none unless named (ADE20K: [0, 255])."),
      Field(
        "class_names", \.classNames, nonEmpty: true,
        "The name of each label from 0 up, ignored ones included; numbers where not given."),
      Field(
        "on_error", \.onError, semantic: false,
        "'fail' ends the run at a broken file; 'skip' takes the next image and counts it."),
    ]
  }

  public static let name = "segmentation-folder"
  public static let summary = "Images with a label for every pixel, in ADE20K's folders."

  public static func check(
    _ parameters: Parameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] { DatasetRoot.issues(parameters.root) }

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try SegmentationFolderDataset(
      root: context.resolve(parameters.root),
      ignoredLabels: parameters.ignoredLabels.map { UInt8(clamping: $0) },
      classNames: parameters.classNames, onError: parameters.onError)
  }
}
