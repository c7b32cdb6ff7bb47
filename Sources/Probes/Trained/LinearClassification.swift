public import CapiCore
public import Imaging
import Torch

/// Linear classifiers on frozen features, scored by top-1 and top-5 accuracy (paper, evaluation
/// protocol).
///
/// For each of the chosen vectors all learning rates × weight decays are trained in one pass on nine
/// tenths of the training images. The last tenth chooses one of them; it is trained again on all
/// training images and reported on the test images.
public struct LinearClassification: ProbeComponent, Probe {
  /// What a classifier reads of an image.
  public enum Vector: String, ParameterChoice {
    /// The predictor's pooling.
    case global
    /// The mean over the patches.
    case mean
    /// The two, concatenated.
    case both
  }

  public struct Parameters: ProbeTraining {
    public var vectors = Vector.allCases
    public var learningRates = ProbeTrainingDefaults.learningRates
    public var weightDecays = ProbeTrainingDefaults.weightDecays
    public var epochs = ProbeTrainingDefaults.epochs
    public var batch = ProbeTrainingDefaults.batch
    public var trainImages: Int?
    public var testImages: Int?
    public init() {}
    public static let fields =
      [
        Field<Self>(
          "vectors", \.vectors, nonEmpty: true,
          "What classifiers read of an image; all are trained.")
      ] + trainingFields
  }

  public static let name = "linear-classification"
  public static let summary =
    "Linear probes on global vector, mean patch and both; top-1 and top-5 accuracy."

  /// 2: the chosen classifier is trained again on all training images.
  public static let version = 2

  private let parameters: Parameters

  public static func make(_ parameters: Parameters) throws -> any Probe {
    Self(parameters: parameters)
  }

  public static func check(_ parameters: Parameters, _ shapes: ExperimentShapes)
    -> [ParameterIssue]
  { parameters.emptyLists }

  public var images: ProbeImages {
    ProbeImages(
      train: parameters.trainImages, test: parameters.testImages, crops: 0, pooling: .predictor)
  }

  public func refusal(of info: DatasetInfo) -> String? { info.refusal(ofImageProbe: Self.name) }

  /// `[image, channel]`.
  private static func read(_ vector: Vector, _ data: ProbeData) throws(TorchError) -> Tensor {
    switch vector {
    case .global: data.pooled
    case .mean: try meanPatch(data.patches)
    case .both: try Tensor.concatenated([data.pooled, meanPatch(data.patches)], axis: 1)
    }
  }

  /// The mean over tokens, image by image: `[image, channel]`.
  private static func meanPatch(_ patches: Tensor) throws(TorchError) -> Tensor {
    var parts: [Tensor] = []
    for start in stride(from: 0, to: patches.size(0), by: 256) {
      let block = try patches.narrowed(
        0, from: start, count: min(256, patches.size(0) - start))
      parts.append(try block.to(.float32).mean([1]))
    }
    return try Tensor.concatenated(parts)
  }

  public func evaluate(_ input: ProbeInput) throws -> ProbeOutcome {
    let task = try ClassificationTask(input, name: Self.name)
    let device = input.train.pooled.device
    let grid = parameters.grid
    let train = try parameters.vectors.map { try Self.read($0, input.train) }
    let scales = try train.map { try Standardisation(FeatureRows($0, rows: task.fit)) }
    let models = try zip(train, scales).map { vectors, standardise in
      try LinearClassifiers(
        features: try standardise(vectors), classes: task.classes, count: grid.count)
    }
    try parameters.train(models, task.fit, input, settings: Array(grid.indices))

    var trials: [(model: Int, setting: Int, score: Double)] = []
    for (index, model) in models.enumerated() {
      let predictions = try SideBySideTraining.predictions(
        model, images: task.validation, ranks: 1, device: device)
      for setting in grid.indices {
        trials.append((index, setting, task.validationScore(predictions[setting])))
      }
    }
    guard let best = trials.max(by: { $0.score < $1.score }) else {
      throw ProbeError("\(Self.name): 'learning_rates' or 'weight_decays' is empty")
    }
    func text(_ trial: (model: Int, setting: Int, score: Double)) -> [String: String] {
      parameters.text(trial.setting).merging(["features": parameters.vectors[trial.model].rawValue])
      { $1 }
    }
    let whole = try Standardisation(FeatureRows(train[best.model]))
    let final = try LinearClassifiers(
      features: try whole(train[best.model]), classes: task.classes, count: 1)
    try parameters.train([final], task.all, input, settings: [best.setting])
    let test = try whole(try Self.read(parameters.vectors[best.model], input.test))
    let predictions = try SideBySideTraining.predictions(
      final.reading(test), images: Array(0..<task.testCount), ranks: task.ranks, device: device)[0]
    return task.outcome(
      predictions, trials: trials.map { .init(setting: text($0), validation: $0.score) },
      chosen: text(best), warnings: parameters.edgeWarnings(best.setting))
  }
}
