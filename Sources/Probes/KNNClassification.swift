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
    public static let fields: [Field<Self>] = [
      Field(
        "k", \.counts, in: 1...10_000, nonEmpty: true, "Numbers of neighbours to choose from."),
      Field("distances", \.distances, nonEmpty: true, "Distances to choose from."),
      Field(
        "pooling", \.pooling,
        "An image's vector: 'mean' of its patch tokens, or the 'predictor''s first block."),
      Field(
        "train_images", \.trainImages, in: 2...100_000_000, unit: "images",
        "Training images at most, spread evenly; all where not given."),
      Field(
        "test_images", \.testImages, in: 1...100_000_000, unit: "images",
        "Test images at most, spread evenly; all where not given."),
    ]
  }

  public static let name = "knn-classification"
  public static let summary = "k-NN on one vector an image, top-1 accuracy."

  static let top1 = MetricDefinition(
    "top1", unit: "%", "images classified correctly", direction: .higher)

  private let parameters: Parameters

  public static func make(_ parameters: Parameters) throws -> any Probe {
    Self(parameters: parameters)
  }

  public var images: ProbeImages {
    ProbeImages(
      train: parameters.trainImages, test: parameters.testImages, crops: 0,
      pooling: parameters.pooling)
  }

  public func refusal(of info: DatasetInfo) -> String? {
    info.hasLabels
      ? nil : "\(Self.name) needs image labels, which data set '\(info.name)' does not have"
  }

  public func evaluate(_ input: ProbeInput) throws -> ProbeOutcome {
    let classes = input.info.classNames.count
    let features = input.train.pooled
    let count = features.size(0)
    guard count >= 2 else {
      throw ProbeError("\(Self.name): \(count) training image; 2 or more are needed")
    }
    let grid = NeighbourGrid(counts: parameters.counts, distances: parameters.distances)
    let (fit, validation) = ValidationSplit.choose(of: count, seed: input.seed)
    func run(
      _ grid: NeighbourGrid, references: [Int], queries: FeatureRows
    ) throws -> [(setting: NeighbourGrid.Setting, predictions: [Int64])] {
      let chosen = FeatureRows(features, rows: references)
      let standardise = try Standardisation(chosen)
      return try grid.predictions(
        references: chosen.standardised(by: standardise),
        labels: references.map { Int64(input.train.labels[$0]) },
        classes: classes, queries: queries.standardised(by: standardise))
    }
    func confusion(_ predictions: [Int64], _ labels: [Int]) -> Confusion {
      var result = Confusion(classes: classes)
      for (label, prediction) in zip(labels, predictions) {
        result.add(truth: label, prediction: Int(prediction))
      }
      return result
    }
    let tried = try run(
      grid, references: fit,
      queries: FeatureRows(features, rows: validation))
    let held = validation.map { input.train.labels[$0] }
    let trials = tried.map {
      (setting: $0.setting, score: 100 * confusion($0.predictions, held).accuracy)
    }
    guard let best = trials.max(by: { $0.score < $1.score }) else {
      throw ProbeError("\(Self.name): 'k' or 'distances' is empty; name at least one of each")
    }
    let final = try run(
      NeighbourGrid(counts: [best.setting.count], distances: [best.setting.distance]),
      references: Array(0..<count), queries: FeatureRows(input.test.pooled))
    let result = confusion(final[0].predictions, input.test.labels)
    var present = [Int64](repeating: 0, count: classes)
    for label in input.train.labels { present[label] += 1 }
    return ProbeOutcome(
      scores: [.init(Self.top1, 100 * result.accuracy)],
      grid: trials.map { .init(setting: $0.setting.text, validation: $0.score) },
      chosen: best.setting.text, confusion: result.rows, classNames: input.info.classNames,
      warnings: GridEdge.warnings(
        "k", parameters.counts.map(Double.init), chosen: Double(best.setting.count),
        smallestPossible: 1)
        + result.warnings(
          training: present, classNames: input.info.classNames, what: "images"))
  }
}
