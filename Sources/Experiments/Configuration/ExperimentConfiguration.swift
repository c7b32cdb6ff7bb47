public import CapiCore
import NeuralNetworks

/// An experiment with every value decided: what the file says, over the defaults.
public struct ExperimentConfiguration: Sendable {
  public var general = GeneralSection()
  public var engine = EngineSection()
  public var dataset: ComponentSelection
  public var images = ImagesSection()
  public var model = ModelSection()
  public var positions: ComponentSelection
  public var masking: ComponentSelection
  public var target: ComponentSelection
  public var predictor: ComponentSelection
  public var loss: ComponentSelection
  public var sinkhorn: ComponentSelection
  public var prediction = PredictionSection()
  public var training = TrainingSection()
  public var optimizer = OptimizerSection()
  public var health = HealthSection()
  public var probes: [ComponentSelection]
  public var evaluation = EvaluationSection()
  public var output = OutputSection()

  /// The configuration as plain data, keys in the order of ``ExperimentLayout``.
  public var canonical: ConfigurationValue { canonical(semanticOnly: false) }

  /// The configuration as plain data; with `semanticOnly`, what can change a result.
  public func canonical(semanticOnly: Bool) -> ConfigurationValue {
    var members = general.canonical(semanticOnly: semanticOnly).members ?? []
    for part in ExperimentLayout.parts {
      let value = canonical(of: part, semanticOnly: semanticOnly)
      if semanticOnly, value.members?.isEmpty == true { continue }
      members.append(.init(part.key, value))
    }
    return .object(members)
  }

  /// The components of the experiment, each with its path in the file.
  public var components: [(path: String, selection: ComponentSelection)] {
    [dataset, positions, masking, target, predictor, loss, sinkhorn]
      .map { ($0.kind.section, $0) }
      + probes.enumerated().map { ("\(ComponentKind.probe.section).\($0.offset)", $0.element) }
  }

  private func canonical(of part: ExperimentLayout.Part, semanticOnly: Bool)
    -> ConfigurationValue
  {
    switch part {
    case .section(.engine):
      // Experiments from before there was a precision are float32, and are to be found again.
      semanticOnly && engine.precision == .float32
        ? .object([]) : engine.canonical(semanticOnly: semanticOnly)
    case .section(.images): images.canonical(semanticOnly: semanticOnly)
    case .section(.model): model.canonical(semanticOnly: semanticOnly)
    case .section(.prediction): prediction.canonical(semanticOnly: semanticOnly)
    case .section(.training): training.canonical(semanticOnly: semanticOnly)
    case .section(.optimizer): optimizer.canonical(semanticOnly: semanticOnly)
    case .section(.health): health.canonical(semanticOnly: semanticOnly)
    case .section(.evaluation): evaluation.canonical(semanticOnly: semanticOnly)
    case .section(.output): output.canonical(semanticOnly: semanticOnly)
    case .component(.dataset): dataset.canonical(semanticOnly: semanticOnly)
    case .component(.positions): positions.canonical(semanticOnly: semanticOnly)
    case .component(.masking): masking.canonical(semanticOnly: semanticOnly)
    case .component(.target): target.canonical(semanticOnly: semanticOnly)
    case .component(.predictor): predictor.canonical(semanticOnly: semanticOnly)
    case .component(.loss): loss.canonical(semanticOnly: semanticOnly)
    case .component(.sinkhorn): sinkhorn.canonical(semanticOnly: semanticOnly)
    case .component(.probe): .array(probes.map { $0.canonical(semanticOnly: semanticOnly) })
    }
  }
}
