public import CapiCore
public import Imaging

/// ADE20K's scene parsing benchmark.
public struct ADE20KComponent: DatasetComponent {
  public typealias Parameters = DatasetFolderParameters
  public static let name = "ade20k"
  public static let summary = "ADEChallengeData2016: 150 categories; labels 0 and 255 are ignored."

  public static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset {
    try ADE20KDataset.open(
      root: context.resolve(parameters.root), onError: parameters.onError)
  }
}
