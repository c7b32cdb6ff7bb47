public import CapiCore
public import Imaging

/// Photographs sorted into one folder for each class.
public struct ImageFolderComponent: DatasetComponent {
  public struct Parameters: RootedParameters {
    public var root = ""
    public var testFraction: Double?
    public var onError = OnError.fail
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "root", \.root,
        "The folder that holds train/<class>/… and test/<class>/…, or <class>/… itself."),
      Field(
        "test_fraction", \.testFraction, in: 0.001...0.999, unit: "fraction",
        "Share of the images to test on, for a root without train and test folders."),
      Field<Self>.onError(\.onError),
    ]
  }

  public static let name = "image-folder"
  public static let summary = "Class folders of JPEG and PNG images."

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try ImageFolderDataset(
      root: context.resolve(parameters.root), testFraction: parameters.testFraction,
      onError: parameters.onError)
  }
}
