public import CapiCore
public import Imaging

/// Images and labels in one HDF5 file.
public struct HDF5Component: DatasetComponent {
  public struct Parameters: ParameterSet {
    public var file = ""
    public var ignoredLabels: [Int] = []
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "file", \.file,
        "The file: {train,test}/images, labels, label_maps; class_names, pixel_class_names."),
      Field<Self>.ignoredLabels(\.ignoredLabels),
    ]
  }

  public static let name = "hdf5"
  public static let summary = "Images and labels in one HDF5 file."

  public static func check(
    _ parameters: Parameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] {
    parameters.file.isEmpty
      ? [
        ParameterIssue(
          key: "file", message: "is not set; give the HDF5 file, for example dataset.file=PATH")
      ] : []
  }

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try HDF5Dataset(
      path: context.resolve(parameters.file),
      ignoredLabels: parameters.ignoredLabels.map { UInt8(clamping: $0) })
  }
}
