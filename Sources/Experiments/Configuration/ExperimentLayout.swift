public import CapiCore
import NeuralNetworks
public import YAML

/// The parts of an experiment file and what each is for.
public enum ExperimentLayout {
  /// The sections that every experiment has, whatever its components.
  public enum Section: String, Sendable, CaseIterable {
    case engine, images, model, prediction, training, optimizer, health, evaluation, output
  }

  /// A key below the top: a fixed section, or a component with its own parameters.
  public enum Part: Sendable, Hashable {
    case section(Section)
    case component(ComponentKind)

    /// The key in the file.
    public var key: String {
      switch self {
      case .section(let section): section.rawValue
      case .component(let kind): kind.section
      }
    }
  }

  /// All parts in the order in which a resolved configuration lists them.
  public static let parts: [Part] = [
    .section(.engine), .component(.dataset), .section(.images), .section(.model),
    .component(.positions), .component(.masking), .component(.target), .component(.predictor),
    .component(.loss), .component(.sinkhorn), .section(.prediction), .section(.training),
    .section(.optimizer), .section(.health), .component(.probe), .section(.evaluation),
    .section(.output),
  ]

  /// The component of a kind when the file names none: the paper's default. A data set has none.
  public static let defaultNames: [ComponentKind: String] = [
    .positions: "rope", .masking: "inverse-block", .target: "ema-teacher",
    .predictor: "cross-attention", .loss: "capi", .sinkhorn: "positionwise",
  ]

  /// How experiment files and overrides merge: an unnamed component is the default one, an unnamed
  /// model a custom one.
  public static let mergeRules = MergeRules(
    impliedNames: Dictionary(
      uniqueKeysWithValues: defaultNames.map { (KeyPathText([$0.section]), $1) }
        + [(KeyPathText([Section.model.rawValue]), ModelSection().name.rawValue)]))

  /// The keys at the top of a file other than those of ``GeneralSection``.
  static var partKeys: [String] { parts.map(\.key) }

  /// The parameters of a fixed section.
  public static func parameters(of section: Section) -> [ParameterDescription] {
    switch section {
    case .engine: EngineSection.descriptions
    case .images: ImagesSection.descriptions
    case .model: ModelSection.descriptions
    case .prediction: PredictionSection.descriptions
    case .training: TrainingSection.descriptions
    case .optimizer: OptimizerSection.descriptions
    case .health: HealthSection.descriptions
    case .evaluation: EvaluationSection.descriptions
    case .output: OutputSection.descriptions
    }
  }

  /// One line on what a part is for.
  public static func summary(of part: Part) -> String {
    switch part {
    case .section(.engine):
      "Device, threads, kernels and precision; only the precision is part of what an experiment is."
    case .section(.images): "How images become square training inputs."
    case .section(.model): "The encoder."
    case .section(.prediction): "How many of the masked patches are predicted."
    case .section(.training): "The length and rhythm of training."
    case .section(.optimizer): "AdamW and its schedule."
    case .section(.health): "When a training is ended because it has collapsed."
    case .section(.evaluation): "When the probes are asked, and about what."
    case .section(.output): "What a run leaves behind beside its metrics."
    case .component(.dataset): "Where images come from."
    case .component(.positions): "How tokens know their place."
    case .component(.masking): "Which patches are hidden from the student."
    case .component(.target): "What the student is to predict."
    case .component(.predictor): "What turns visible tokens into predictions of hidden ones."
    case .component(.loss): "What compares predictions with targets."
    case .component(.sinkhorn): "How cluster assignments are balanced."
    case .component(.probe): "What measures the frozen features."
    }
  }
}
