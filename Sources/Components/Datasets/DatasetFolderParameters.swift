public import CapiCore
public import Imaging

/// A data set that is told by its folder alone.
public struct DatasetFolderParameters: RootedParameters {
  public var root = ""
  public var onError = OnError.fail
  public init() {}
  public static let fields: [Field<Self>] = [
    Field("root", \.root, "The data set's folder, as it is unpacked (docs/datasets.md)."),
    Field<Self>.onError(\.onError),
  ]
}
