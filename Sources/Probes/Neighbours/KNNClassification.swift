public import CapiCore
public import Imaging
import Torch

/// k-NN on one frozen vector an image, scored by top-1 accuracy.
///
/// k and distance are chosen on a tenth of the training images; the references are then all of
/// them. For raw pixels the vector is the whole image.
public struct KNNClassification: ProbeComponent, Probe {
  public struct Parameters: ParameterSet {
    public var counts = [1, 3, 10, 30]
    public var distances = [Distance.cosine, .l2]
    public var pooling = Pooling.mean
    public var trainImages: Int?
    public var testImages: Int?
    public init() {}
    public static let fields: [Field<Self>] =
      Field<Self>.neighbours(counts: \.counts, distances: \.distances) + [
        Field(
          "pooling", \.pooling,
          "An image's vector: 'mean' of its patch tokens, or the 'predictor''s first block.")
      ] + Field<Self>.imageLimits(train: \.trainImages, test: \.testImages)
  }

  public static let name = "knn-classification"
  public static let summary = "k-NN on one vector an image, top-1 accuracy."
  /// 2: votes are counted exactly; a k above the number of references is left out.
  public static let version = 2

  private let parameters: Parameters

  public static func make(_ parameters: Parameters) throws -> any Probe {
    Self(parameters: parameters)
  }

  public var images: ProbeImages {
    ProbeImages(
      train: parameters.trainImages, test: parameters.testImages, crops: 0,
      pooling: parameters.pooling)
  }

  public func refusal(of info: DatasetInfo) -> String? { info.refusal(ofImageProbe: Self.name) }

  public func evaluate(_ input: ProbeInput) throws -> ProbeOutcome {
    let task = try ClassificationTask(input, name: Self.name)
    let features = input.train.pooled
    func references(_ images: [Int]) -> NeighbourGrid.References {
      .init(
        features: FeatureRows(features, rows: images),
        labels: images.map { Int64(input.train.labels[$0]) })
    }
    let choice = try NeighbourGrid(counts: parameters.counts, distances: parameters.distances)
      .choose(
        name: Self.name, classes: task.classes, fit: references(task.fit),
        validation: FeatureRows(features, rows: task.validation),
        score: { task.validationScore($0.map { [$0] }) }, whole: references(task.all),
        test: FeatureRows(input.test.pooled))
    return task.outcome(
      choice.predictions.map { [$0] }, trials: choice.trials, chosen: choice.chosen.text,
      warnings: choice.warnings)
  }
}
