import CapiCore
import NeuralNetworks
import YAML

/// Reads one tree into a configuration and gathers what is wrong with it.
struct ExperimentReader {
  let root: Node
  let catalogs: [ComponentKind: any AnyCatalog]
  var collector: DiagnosticCollector
  /// The sizes, once read; meaningful only if nothing was reported.
  private(set) var shapes = ExperimentShapes(
    imageSize: 0, patch: 0, maskedTokens: 0, predictedTokens: 0, batch: 0, steps: 0, width: 0,
    depth: 0, heads: 0, registers: 0)

  init(
    root: Node, catalogs: [ComponentKind: any AnyCatalog], collector: DiagnosticCollector
  ) {
    self.root = root
    self.catalogs = catalogs
    self.collector = collector
  }

  /// The configuration; nil if a component could not be chosen.
  mutating func read() -> ExperimentConfiguration? {
    let general = GeneralSection.decode(
      root, at: .root, of: .section("the experiment"), otherKeys: ExperimentLayout.partKeys,
      into: &collector)
    let engine: EngineSection = section(.engine)
    let dataset = component(.dataset)
    let images: ImagesSection = section(.images)
    let model = readModel()
    let positions = component(.positions)
    let masking = component(.masking)
    let target = component(.target)
    let predictor = component(.predictor)
    let loss = component(.loss)
    let sinkhorn = component(.sinkhorn)
    let prediction: PredictionSection = section(.prediction)
    let training: TrainingSection = section(.training)
    let optimizer: OptimizerSection = section(.optimizer)
    let health: HealthSection = section(.health)
    let probes = readProbes()
    let evaluation: EvaluationSection = section(.evaluation)
    let output: OutputSection = section(.output)

    var checks = ExperimentChecks(root: root, collector: collector)
    checks.checkSizes(images, model)
    let masked = masking.flatMap { selection in
      checks.isSound("masking")
        ? catalogs[.masking]?.maskedTokens(selection, of: Self.tokens(images, model)) : nil
    }
    checks.checkPrediction(prediction, masked: masked, tokens: Self.tokens(images, model))
    shapes = ExperimentShapes(
      imageSize: images.size, patch: model.patch, maskedTokens: masked ?? 0,
      predictedTokens: prediction.tokens(ofMasked: masked ?? 0), batch: training.batch,
      steps: training.steps, width: model.width, depth: model.depth, heads: model.heads,
      registers: model.registers)
    checks.checkComponents(
      [dataset, positions, masking, target, predictor, loss, sinkhorn].compactMap { $0 }
        .map { ($0.kind.section, $0) }
        + probes.enumerated().compactMap { index, probe in
          probe.map { ("\(ComponentKind.probe.section).\(index)", $0) }
        },
      catalogs, shapes)
    collector = checks.collector

    guard let dataset, let positions, let masking, let target, let predictor, let loss,
      let sinkhorn
    else { return nil }
    return ExperimentConfiguration(
      general: general, engine: engine, dataset: dataset, images: images, model: model,
      positions: positions, masking: masking, target: target, predictor: predictor, loss: loss,
      sinkhorn: sinkhorn, prediction: prediction, training: training, optimizer: optimizer,
      health: health,
      probes: probes.compactMap { $0 }, evaluation: evaluation, output: output)
  }

  private static func tokens(_ images: ImagesSection, _ model: ModelSection) -> Int {
    (images.size / model.patch) * (images.size / model.patch)
  }

  private mutating func section<Section: ParameterSet>(_ section: ExperimentLayout.Section)
    -> Section
  {
    Section.decode(
      root[section.rawValue], at: KeyPathText([section.rawValue]), of: .section(section.rawValue),
      into: &collector)
  }

  /// A name alone, or a mapping whose `name` decides what its other keys do not.
  private mutating func readModel() -> ModelSection {
    let path = KeyPathText([ExperimentLayout.Section.model.rawValue])
    let node = root[path]
    if let node, node.scalar != nil, !node.isNull {
      return ModelSection(ModelSize.decode(node, at: path, into: &collector) ?? .custom)
    }
    // A wrong name is reported with the other keys.
    var unheard = DiagnosticCollector()
    let name = node?["name"].flatMap { ModelSize.decode($0, at: path, into: &unheard) }
    return ModelSection.decode(
      node, at: path, of: .section("model"), startingFrom: ModelSection(name ?? .custom),
      into: &collector)
  }

  private mutating func component(_ kind: ComponentKind) -> ComponentSelection? {
    select(
      kind, root[kind.section], at: KeyPathText([kind.section]),
      defaultName: ExperimentLayout.defaultNames[kind])
  }

  private mutating func readProbes() -> [ComponentSelection?] {
    let path = KeyPathText([ComponentKind.probe.section])
    guard let node = root[path], !node.isNull else { return [] }
    guard let elements = node.sequence else {
      collector.report(
        at: node.location, path: path, "expected a list of probes, found \(node.summary)")
      return []
    }
    var probes: [ComponentSelection?] = []
    for (index, element) in elements.enumerated() {
      let probe = select(.probe, element, at: path.appending(index), defaultName: nil)
      // Results are told apart by the probe's name; a run of hours must not find that out at its end.
      if let probe, let first = probes.firstIndex(where: { $0?.name == probe.name }) {
        collector.report(
          at: (element["name"] ?? element).location, path: path.appending(index),
          "probe '\(probe.name)' is already probes.\(first); each probe may stand once")
      }
      probes.append(probe)
    }
    return probes
  }

  private mutating func select(
    _ kind: ComponentKind, _ node: Node?, at path: KeyPathText, defaultName: String?
  ) -> ComponentSelection? {
    let catalog: any AnyCatalog = catalogs[kind] ?? Catalog<Void, Void>(kind: kind)
    return catalog.select(
      node, at: path, defaultName: defaultName, sectionLocation: root.location, into: &collector)
  }
}
