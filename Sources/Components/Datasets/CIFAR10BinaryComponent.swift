public import CapiCore
public import Imaging

/// CIFAR-10's original files.
public struct CIFAR10BinaryComponent: DatasetComponent {
  public struct Parameters: RootedParameters {
    public var root = ""
    public init() {}
    public static var fields: [Field<Self>] {
      [Field("root", \.root, "The folder cifar-10-batches-bin of the binary version.")]
    }
  }

  public static let name = "cifar10-binary"
  public static let summary = "CIFAR-10's binary version: 50,000 and 10,000 images of 10 classes."

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try CIFAR10BinaryDataset(root: context.resolve(parameters.root))
  }
}
