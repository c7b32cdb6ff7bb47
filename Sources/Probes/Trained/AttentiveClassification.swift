public import CapiCore
public import Imaging
import Torch

/// Attentive classifiers on frozen patch features, scored by top-1 and top-5 accuracy (paper,
/// evaluation protocol).
///
/// One learned query with heads of width 64 attends to an image's patches; the result is classified
/// linearly. All learning rates × weight decays are trained in one pass on nine tenths of the
/// training images. The last tenth chooses one; it is trained again on all training images and
/// reported on the test images.
public struct AttentiveClassification: ProbeComponent, Probe {
  public typealias Parameters = ProbeTrainingParameters

  public static let name = "attentive-classification"
  public static let summary = "Attention-pooling probes on the patches; top-1 and top-5 accuracy."

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
    // The pooled vector is not read; asking for the predictor's shares features with the linear
    // probe.
    ProbeImages(
      train: parameters.trainImages, test: parameters.testImages, crops: 0, pooling: .predictor)
  }

  public func refusal(of info: DatasetInfo) -> String? { info.refusal(ofImageProbe: Self.name) }

  public func evaluate(_ input: ProbeInput) throws -> ProbeOutcome {
    let task = try ClassificationTask(input, name: Self.name)
    let device = input.train.patches.device
    let grid = parameters.grid
    let model = try classifiers(task.fit, input, classes: task.classes, count: grid.count)
    try parameters.train([model], task.fit, input, settings: Array(grid.indices))
    let trials = try SideBySideTraining.predictions(
      model, images: task.validation, ranks: 1, device: device
    ).enumerated().map { (setting: $0.offset, score: task.validationScore($0.element)) }
    guard let best = trials.max(by: { $0.score < $1.score }) else {
      throw ProbeError("\(Self.name): 'learning_rates' or 'weight_decays' is empty")
    }
    let final = try classifiers(task.all, input, classes: task.classes, count: 1)
    try parameters.train([final], task.all, input, settings: [best.setting])
    let predictions = try SideBySideTraining.predictions(
      final.reading(input.test.patches), images: Array(0..<task.testCount), ranks: task.ranks,
      device: device)[0]
    return task.outcome(
      predictions,
      trials: trials.map { .init(setting: parameters.text($0.setting), validation: $0.score) },
      chosen: parameters.text(best.setting), warnings: parameters.edgeWarnings(best.setting))
  }

  /// Untrained classifiers that read the training images.
  ///
  /// - Parameter images: whose features are standardised to mean 0 and deviation 1.
  private func classifiers(
    _ images: [Int], _ input: ProbeInput, classes: Int, count: Int
  ) throws(TorchError) -> AttentiveClassifiers {
    let features = input.train.patches
    let tokens = features.size(1)
    let standardise = try Standardisation(
      FeatureRows(
        try features.flattened(0, 1),
        rows: images.flatMap { $0 * tokens..<($0 + 1) * tokens }))
    let channels = features.size(2)
    let heads = AttentiveClassifiers.heads(channels: channels)
    let inner = heads * AttentiveClassifiers.headWidth
    let bound = (6 / Double(inner + channels)).squareRoot()
    func matrix(_ name: String) throws(TorchError) -> Tensor {
      try Tensor.uniform(
        [inner, channels], from: -bound, to: bound,
        generator: try Generator(seed: input.seed, purpose: "attentive-probe/\(name)")
      ).to(features.device)
    }
    return try AttentiveClassifiers(
      features: features, standardise: standardise, classes: classes, count: count,
      queries: try Tensor.normal(
        [heads, AttentiveClassifiers.headWidth], deviation: 0.02,
        generator: try Generator(seed: input.seed, purpose: "attentive-probe/query")
      ).to(features.device),
      keys: try matrix("keys"), values: try matrix("values"))
  }
}
