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
    public static let fields: [Field<Self>] = [
      Field(
        "k", \.counts, in: 1...10_000, nonEmpty: true, "Numbers of neighbours to choose from."),
      Field("distances", \.distances, nonEmpty: true, "Distances to choose from."),
      Field(
        "train_images", \.trainImages, in: 2...100_000_000, unit: "images",
        "Training images at most, spread evenly; all where not given."),
      Field(
        "test_images", \.testImages, in: 1...100_000_000, unit: "images",
        "Test images at most, spread evenly; all where not given."),
      Field(
        "crops", \.crops, in: 0...1000, unit: "crops",
        "Random square crops of each image; 0: the whole image, resized to a square."),
    ]
  }

  public static let name = "knn-segmentation"
  public static let summary = "k-NN on patch features, mean IoU over test pixels."

  private let parameters: Parameters

  public static func make(_ parameters: Parameters) throws -> any Probe {
    Self(parameters: parameters)
  }

  public var images: ProbeImages {
    ProbeImages(
      train: parameters.trainImages, test: parameters.testImages, crops: parameters.crops,
      pooling: .mean)
  }

  public func refusal(of info: DatasetInfo) -> String? {
    info.hasPixelLabels
      ? nil : "\(Self.name) needs pixel labels, which data set '\(info.name)' does not have"
  }

  public func evaluate(_ input: ProbeInput) throws -> ProbeOutcome {
    let task = try SegmentationTask(input, name: Self.name)
    func run(
      _ grid: NeighbourGrid, references: [Int], queries: FeatureRows
    ) throws -> [(setting: NeighbourGrid.Setting, predictions: [Int64])] {
      let chosen = task.features(of: references)
      let standardise = try Standardisation(chosen)
      return try grid.predictions(
        references: chosen.standardised(by: standardise), labels: task.labels(of: references),
        classes: task.classes, queries: queries.standardised(by: standardise))
    }
    let grid = NeighbourGrid(counts: parameters.counts, distances: parameters.distances)
    let trials = try run(
      grid, references: task.fitTokens, queries: task.features(of: task.validationTokens)
    ).map { (setting: $0.setting, score: task.validationScore($0.predictions)) }
    guard let best = trials.max(by: { $0.score < $1.score || $0.score.isNaN }) else {
      throw ProbeError("\(Self.name): 'k' or 'distances' is empty; name at least one of each")
    }
    let predictions = try run(
      NeighbourGrid(counts: [best.setting.count], distances: [best.setting.distance]),
      references: task.allTokens, queries: task.testFeatures)[0].predictions
    return task.outcome(
      predictions,
      trials: trials.map { .init(setting: $0.setting.text, validation: $0.score) },
      chosen: best.setting.text,
      warnings: GridEdge.warnings(
        "k", parameters.counts.map(Double.init), chosen: Double(best.setting.count),
        smallestPossible: 1))
  }
}
