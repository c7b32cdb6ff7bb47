public import CapiCore
public import Imaging

extension OnError: ParameterChoice {}

/// Photographs sorted into one folder for each class.
public struct ImageFolderComponent: DatasetComponent {
  public struct Parameters: ParameterSet {
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
      Field(
        "on_error", \.onError, semantic: false,
        "'fail' ends the run at a broken file; 'skip' takes the next image and counts it."),
    ]
  }

  public static let name = "image-folder"
  public static let summary = "Class folders of JPEG and PNG images."

  public static func check(
    _ parameters: Parameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] { DatasetRoot.issues(parameters.root) }

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try ImageFolderDataset(
      root: context.resolve(parameters.root), testFraction: parameters.testFraction,
      onError: parameters.onError)
  }
}

/// The folder of a data set is named in the file or on the command line, never guessed.
enum DatasetRoot {
  static func issues(_ root: String) -> [ParameterIssue] {
    root.isEmpty
      ? [
        ParameterIssue(
          key: "root",
          message: "is not set; give the data set's folder, for example dataset.root=PATH")
      ] : []
  }
}
