public import CapiCore
import Torch

/// How classifiers are trained side by side: a grid, and one schedule for all.
public protocol ProbeTraining: ParameterSet {
  var learningRates: [Double] { get set }
  var weightDecays: [Double] { get set }
  var epochs: Int { get set }
  var batch: Int { get set }
  var trainImages: Int? { get set }
  var testImages: Int? { get set }
}

/// The parameters of a probe that has no others than those of its training.
public struct ProbeTrainingParameters: ProbeTraining {
  public var learningRates = ProbeTrainingDefaults.learningRates
  public var weightDecays = ProbeTrainingDefaults.weightDecays
  public var epochs = ProbeTrainingDefaults.epochs
  public var batch = ProbeTrainingDefaults.batch
  public var trainImages: Int?
  public var testImages: Int?
  public init() {}
  public static let fields = trainingFields
}

/// What probes are trained with where nothing else is said.
public enum ProbeTrainingDefaults {
  public static let learningRates = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2]
  public static let weightDecays = [0.0, 1e-2, 1.0]
  public static let epochs = 20
  public static let batch = 128
}

extension ProbeTraining {
  /// The fields of the protocol's parameters.
  static var trainingFields: [Field<Self>] {
    [
      Field(
        "learning_rates", \.learningRates, in: 1e-8...10,
        "Peak learning rates to choose from; all are trained at once."),
      Field(
        "weight_decays", \.weightDecays, in: 0...100,
        "Weight decays (AdamW's, decoupled) to choose from; all are trained at once."),
      Field("epochs", \.epochs, in: 1...10_000, unit: "epochs", "Passes over the images."),
      Field("batch", \.batch, in: 1...100_000, unit: "images", "Images of one step."),
    ] + Field<Self>.imageLimits(train: \.trainImages, test: \.testImages)
  }

  /// Every learning rate with every weight decay.
  var grid: [(rate: Double, decay: Double)] {
    learningRates.flatMap { rate in weightDecays.map { (rate, $0) } }
  }

  var emptyLists: [ParameterIssue] {
    [("learning_rates", learningRates), ("weight_decays", weightDecays)].compactMap {
      $1.isEmpty ? ParameterIssue(key: $0, message: "name at least one") : nil
    }
  }

  func text(_ index: Int) -> [String: String] {
    let (rate, decay) = grid[index]
    return ["learning_rate": GridEdge.text(rate), "weight_decay": GridEdge.text(decay)]
  }

  func edgeWarnings(_ index: Int) -> [String] {
    GridEdge.warnings("learning rate", learningRates, chosen: grid[index].rate)
      + GridEdge.warnings(
        "weight decay", weightDecays, chosen: grid[index].decay, smallestPossible: 0)
  }

  /// Trains classifiers on some of the training images, all in the same order.
  ///
  /// - Parameters:
  ///   - models: of as many classifiers each as there are settings.
  ///   - settings: places in the ``grid``.
  func train(
    _ models: [any SideBySideModel], _ images: [Int], _ input: ProbeInput, settings: [Int]
  ) throws(TorchError) {
    let chosen = settings.map { grid[$0] }
    let training = SideBySideTraining(epochs: epochs, batch: batch) { epoch in
      var random = RandomStream(seed: input.seed, purpose: "probe-order", index: UInt64(epoch))
      return random.permutation(images.count).map { images[$0] }
    }
    try training.train(
      models, labels: try Tensor(input.train.labels, device: input.train.pooled.device),
      rates: chosen.map(\.rate), decays: chosen.map(\.decay))
  }
}
