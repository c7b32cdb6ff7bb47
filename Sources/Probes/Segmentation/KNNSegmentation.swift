public import CapiCore
public import Imaging
import Torch

/// k-NN on frozen patch features, scored by mean IoU over pixels (paper, evaluation protocol).
///
/// A patch's label is its most frequent pixel label; patches whose label is ignored are left out of
/// the references. k and distance are chosen on a tenth of the training images, the references are
/// then all training images, and the score is over the pixels of the test images.
public struct KNNSegmentation: ProbeComponent, Probe {
  public struct Parameters: ParameterSet {
    public var counts = [1, 3, 10, 30]
    public var distances = [Distance.cosine, .l2]
    public var trainImages: Int?
    public var testImages: Int?
    public var crops = 0
    public init() {}
    public static let fields: [Field<Self>] =
      Field<Self>.neighbours(counts: \.counts, distances: \.distances)
      + Field<Self>.imageLimits(train: \.trainImages, test: \.testImages) + [
        Field<Self>.crops(\.crops)
      ]
  }

  public static let name = "knn-segmentation"
  public static let summary = "k-NN on patch features, mean IoU over test pixels."
  /// 2: votes are counted exactly; a k above the number of references is left out.
  public static let version = 2

  private let parameters: Parameters

  public static func make(_ parameters: Parameters) throws -> any Probe {
    Self(parameters: parameters)
  }

  public var images: ProbeImages {
    ProbeImages(
      train: parameters.trainImages, test: parameters.testImages, crops: parameters.crops,
      pooling: .mean)
  }

  public func refusal(of info: DatasetInfo) -> String? { info.refusal(ofPixelProbe: Self.name) }

  public func evaluate(_ input: ProbeInput) throws -> ProbeOutcome {
    let task = try SegmentationTask(input, name: Self.name)
    func references(_ tokens: [Int]) -> NeighbourGrid.References {
      .init(features: task.features(of: tokens), labels: task.labels(of: tokens))
    }
    let choice = try NeighbourGrid(counts: parameters.counts, distances: parameters.distances)
      .choose(
        name: Self.name, classes: task.classes, fit: references(task.fitTokens),
        validation: task.features(of: task.validationTokens), score: task.validationScore,
        whole: references(task.allTokens), test: task.testFeatures)
    return task.outcome(
      choice.predictions, trials: choice.trials, chosen: choice.chosen.text,
      warnings: choice.warnings)
  }
}
