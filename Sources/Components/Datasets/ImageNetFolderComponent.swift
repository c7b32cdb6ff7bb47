public import CapiCore
public import Imaging

/// ImageNet-1k.
public struct ImageNetFolderComponent: DatasetComponent {
  public typealias Parameters = DatasetFolderParameters
  public static let name = "imagenet-folder"
  public static let summary =
    "ImageNet-1k: train/<synset>, val/<synset> or a flat val with its CSV."

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try ImageNetDataset(root: context.resolve(parameters.root), onError: parameters.onError)
  }
}
