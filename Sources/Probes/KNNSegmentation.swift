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
    public static var fields: [Field<Self>] {
      [
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
  }

  public static let name = "knn-segmentation"
  public static let summary = "k-NN on patch features, mean IoU over test pixels."

  static let miou = MetricDefinition(
    "mIoU", unit: "%", "mean intersection over union", direction: .higher)
  static let accuracy = MetricDefinition(
    "pixel_accuracy", unit: "%", "pixels classified correctly", direction: .higher)

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
    let classes = input.info.pixelClassNames.count
    let ignored = Set(input.info.ignoredLabels.map(Int.init))
    let train = PatchLabels(
      input.train.pixelLabels, rows: input.gridRows, columns: input.gridColumns,
      patch: input.patch, classes: classes, ignored: ignored)
    let test = PatchLabels(
      input.test.pixelLabels, rows: input.gridRows, columns: input.gridColumns,
      patch: input.patch, classes: classes, ignored: ignored)
    let imageCount = input.train.patches.size(0)
    guard imageCount >= 2 else {
      throw ProbeError("\(Self.name): \(imageCount) training image; 2 or more are needed")
    }
    let grid = NeighbourGrid(counts: parameters.counts, distances: parameters.distances)
    let (fit, validation) = ValidationSplit.choose(of: imageCount, seed: input.seed)

    func tokens(_ images: [Int]?) -> [Int] {
      guard let images else { return Array(0..<train.majority.count) }
      let count = input.gridRows * input.gridColumns
      return images.flatMap { $0 * count..<($0 + 1) * count }
    }
    let features = try input.train.patches.flattened(0, 1)
    func run(
      _ grid: NeighbourGrid, references: [Int], queries: Tensor
    ) throws -> [(setting: NeighbourGrid.Setting, predictions: [Int64])] {
      let usable = references.filter { train.majority[$0] >= 0 }
      guard !usable.isEmpty else {
        throw ProbeError("\(Self.name): every training patch has an ignored label")
      }
      let chosen = try features.indexed(0, by: try Tensor(usable, device: features.device))
      let standardise = try Standardisation(chosen)
      return try grid.predictions(
        references: try standardise(chosen), labels: usable.map { train.majority[$0] },
        classes: classes, queries: try standardise(queries))
    }

    let held = tokens(validation)
    let tried = try run(
      grid, references: tokens(fit),
      queries: try features.indexed(0, by: try Tensor(held, device: features.device)))
    let trials = tried.map { entry in
      (
        setting: entry.setting,
        score: 100
          * train.confusion(entry.predictions, of: held).meanIntersectionOverUnion
      )
    }
    guard let best = trials.max(by: { $0.score < $1.score || $0.score.isNaN }) else {
      throw ProbeError("\(Self.name): 'k' or 'distances' is empty; name at least one of each")
    }
    let predictions = try run(
      NeighbourGrid(counts: [best.setting.count], distances: [best.setting.distance]),
      references: tokens(nil), queries: try input.test.patches.flattened(0, 1))
    let confusion = test.confusion(
      predictions[0].predictions, of: Array(0..<test.majority.count))
    return ProbeOutcome(
      scores: [
        .init(Self.miou, 100 * confusion.meanIntersectionOverUnion),
        .init(Self.accuracy, 100 * confusion.accuracy),
      ],
      grid: trials.map { .init(setting: $0.setting.text, validation: $0.score) },
      chosen: best.setting.text, confusion: confusion.rows,
      classNames: input.info.pixelClassNames, ignoredLabels: ignored.sorted())
  }
}
