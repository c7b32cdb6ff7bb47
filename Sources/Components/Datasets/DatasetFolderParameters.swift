public import CapiCore
public import Imaging

/// A data set that is told by its folder alone.
public struct DatasetFolderParameters: ParameterSet {
  public var root = ""
  public var onError = OnError.fail
  public init() {}
  public static let fields: [Field<Self>] = [
    Field("root", \.root, "The data set's folder, as it is unpacked (docs/datasets.md)."),
    Field(
      "on_error", \.onError, semantic: false,
      "'fail' ends the run at a broken file; 'skip' takes the next image and counts it."),
  ]
}
