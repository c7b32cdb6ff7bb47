public import CapiCore
public import Imaging
import Torch

/// Attentive classifiers on frozen patch features, scored by top-1 and top-5 accuracy (paper,
/// evaluation protocol).
///
/// One learned query with heads of width 64 attends to an image's patches; the result is classified
/// linearly. All learning rates × weight decays are trained in one pass on nine tenths of the
/// training images. The last tenth chooses one; it is reported on the test images as it is.
public struct AttentiveClassification: ProbeComponent, Probe {
  public typealias Parameters = ProbeTrainingParameters

  public static let name = "attentive-classification"
  public static let summary = "Attention-pooling probes on the patches; top-1 and top-5 accuracy."

  private let parameters: Parameters

  public static func make(_ parameters: Parameters) throws -> any Probe {
    Self(parameters: parameters)
  }

  public static func check(_ parameters: Parameters, _ shapes: ExperimentShapes)
    -> [ParameterIssue]
  { parameters.emptyLists }

  public var images: ProbeImages {
    // The pooled vector is not read; asking for the predictor's shares features with the linear
    // probe.
    ProbeImages(
      train: parameters.trainImages, test: parameters.testImages, crops: 0, pooling: .predictor)
  }

  public func refusal(of info: DatasetInfo) -> String? {
    info.hasLabels
      ? nil : "\(Self.name) needs image labels, which data set '\(info.name)' does not have"
  }

  public func evaluate(_ input: ProbeInput) throws -> ProbeOutcome {
    let task = try ClassificationTask(input, name: Self.name)
    let device = input.train.patches.device
    let grid = parameters.grid
    let tokens = input.train.patches.size(1)
    let standardise = try Standardisation(
      FeatureRows(
        try input.train.patches.flattened(0, 1),
        rows: task.fit.flatMap { $0 * tokens..<($0 + 1) * tokens }))
    let model = try classifiers(
      input.train.patches, standardise, classes: task.classes, count: grid.count,
      seed: input.seed)
    try parameters.training(of: task.fit, seed: input.seed).train(
      [model], labels: try Tensor(input.train.labels, device: device), rates: grid.map(\.rate),
      decays: grid.map(\.decay))
    let trials = try SideBySideTraining.predictions(
      model, images: task.validation, ranks: 1, device: device
    ).enumerated().map { (setting: $0.offset, score: task.validationScore($0.element)) }
    guard let best = trials.max(by: { $0.score < $1.score }) else {
      throw ProbeError("\(Self.name): 'learning_rates' or 'weight_decays' is empty")
    }
    let predictions = try SideBySideTraining.predictions(
      model.reading(input.test.patches), images: Array(0..<task.testCount),
      ranks: task.ranks, device: device)[best.setting]
    return task.outcome(
      predictions,
      trials: trials.map { .init(setting: parameters.text($0.setting), validation: $0.score) },
      chosen: parameters.text(best.setting), warnings: parameters.edgeWarnings(best.setting))
  }

  private func classifiers(
    _ features: Tensor, _ standardise: Standardisation, classes: Int, count: Int, seed: UInt64
  ) throws(TorchError) -> AttentiveClassifiers {
    let channels = features.size(2)
    let heads = AttentiveClassifiers.heads(channels: channels)
    let inner = heads * AttentiveClassifiers.headWidth
    let bound = (6 / Double(inner + channels)).squareRoot()
    func matrix(_ name: String) throws(TorchError) -> Tensor {
      try Tensor.uniform(
        [inner, channels], from: -bound, to: bound,
        generator: try Generator(seed: seed, purpose: "attentive-probe/\(name)")
      ).to(features.device)
    }
    return try AttentiveClassifiers(
      features: features, standardise: standardise, classes: classes, count: count,
      queries: try Tensor.normal(
        [heads, AttentiveClassifiers.headWidth], deviation: 0.02,
        generator: try Generator(seed: seed, purpose: "attentive-probe/query")
      ).to(features.device),
      keys: try matrix("keys"), values: try matrix("values"))
  }
}
