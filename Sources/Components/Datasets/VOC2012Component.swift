public import CapiCore
public import Imaging

/// Pascal VOC 2012's segmentation task.
public struct VOC2012Component: DatasetComponent {
  public typealias Parameters = DatasetFolderParameters
  public static let name = "voc2012"
  public static let summary = "Pascal VOC 2012 segmentation: 21 categories; label 255 is ignored."

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try VOC2012Dataset(root: context.resolve(parameters.root), onError: parameters.onError)
  }
}
