public import CapiCore
import Foundation
import Imaging
import NeuralNetworks
import Store
import Torch
import YAML

/// Patch features of a trained network for all images of a split, into a file.
public struct FeatureExporter: Sendable {
  /// Beginnings of the keys that an export may change; others would make another network.
  public static let changeable = ["dataset.", "images.size", "training.workers", "engine."]
  /// Images that go through the network at once. An interrupted export continues between blocks, so
  /// that every image is computed in the same company and gives the same bits.
  private static let block = 64

  private let registry: Registry
  private let creatorVersion: String

  public init(registry: Registry, creatorVersion: String) {
    self.registry = registry
    self.creatorVersion = creatorVersion
  }

  /// Computes and writes the features. Call it from one thread; that thread computes.
  ///
  /// - Parameters:
  ///   - request: what is asked for.
  ///   - progress: called after each block with the images done and the images in all.
  ///   - shouldStop: asked between blocks; the file can then be continued.
  /// - Throws: when the run, its checkpoint or the data set cannot be had, or the file cannot be
  ///   written.
  public func export(
    _ request: FeatureRequest, progress: (Int, Int) -> Void = { _, _ in },
    shouldStop: () -> Bool = { false }
  ) throws -> FeatureOutcome {
    let record = try Run.open(request.run).record
    let experiment = try experiment(record, request)
    let configuration = experiment.configuration
    let device = try configuration.engine.torchDevice()
    let threads = request.threads ?? configuration.engine.threads
    Runtime.setThreads(threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount)
    let weights = try FeatureWeights(for: request, record: record, device: device)
    let dataset = try experiment.dataset(from: registry)
    let networks = NetworkFactory(
      registry: registry, configuration: configuration, shapes: experiment.shapes, device: device)
    let backbone = try networks.backbone()
    try weights.load(into: backbone)

    let images = try EvaluationSet(
      dataset: dataset, split: request.split, size: configuration.images.size,
      normalisation: try TrainingFactory(networks: networks, dataset: dataset).normalisation(),
      workers: configuration.training.workers)
    let layout = FeatureLayout(
      images: images.count, rows: experiment.shapes.gridRows,
      columns: experiment.shapes.gridColumns, channels: configuration.model.width,
      precision: request.precision, hasLabels: dataset.info.hasLabels,
      pixelLabelSize: dataset.info.hasPixelLabels ? configuration.images.size : nil)
    let writer = try FeatureWriter(
      request.destination, layout: layout,
      about: about(request, record, weights, configuration, dataset.info),
      replacing: request.replacing)
    let start = writer.nextImage
    while writer.nextImage < layout.images {
      if shouldStop() {
        try writer.pause()
        return outcome(writer, start, weights, bytes: nil)
      }
      let next = writer.nextImage..<min(writer.nextImage + Self.block, layout.images)
      try writer.append(try block(images.batch(next), backbone, layout, device))
      progress(writer.nextImage, layout.images)
    }
    return outcome(writer, start, weights, bytes: try writer.finish())
  }

  private func outcome(
    _ writer: FeatureWriter, _ start: Int, _ weights: FeatureWeights, bytes: Int64?
  ) -> FeatureOutcome {
    FeatureOutcome(
      layout: writer.layout, images: writer.nextImage, continuedFrom: start,
      origin: weights.origin, bytes: bytes)
  }

  private func block(
    _ batch: EvaluationBatch, _ backbone: Backbone, _ layout: FeatureLayout, _ device: Device
  ) throws -> FeatureBlock {
    let input = try Tensor(
      batch.images, shape: [batch.count, 3, batch.size, batch.size], device: device)
    let values = try noGrad {
      try backbone.encoder(input).patches.contiguous().elements(Float.self)
    }
    return FeatureBlock(
      values: layout.precision == .float32 ? .float32(values) : .rounded(values),
      indices: batch.sampleIndices.map(Int64.init),
      labels: layout.hasLabels ? batch.labels.map(Int64.init) : [],
      pixelLabels: layout.pixelLabelSize == nil ? [] : batch.pixelLabels)
  }

  /// The run's experiment, with the data set that is asked for.
  private func experiment(
    _ record: RunRecord, _ request: FeatureRequest
  ) throws -> ResolvedExperiment {
    for change in request.overrides
    where !Self.changeable.contains(where: { change.hasPrefix($0) }) {
      let keys = Self.changeable.map { "\($0)…" }.joined(separator: ", ")
      throw ExperimentError(
        "'\(change)': the network is as it was trained; only \(keys) can be changed")
    }
    let file = "\(request.run.recordPath) /config/json"
    let text = record.configuration.json
    var document = LoadedDocument(
      root: try Document.parse(text, file: file), files: [.init(path: file, text: text)])
    var collector = DiagnosticCollector()
    if let changes = Overrides.tree(request.overrides, into: &collector) {
      ExperimentResolver.overlay(&document, with: changes, into: &collector)
    }
    try collector.throwIfAny()
    return try ExperimentResolver(catalogs: registry.catalogs).resolve(document)
  }

  /// What decides the bits of the features.
  private func about(
    _ request: FeatureRequest, _ record: RunRecord, _ weights: FeatureWeights,
    _ configuration: ExperimentConfiguration, _ info: DatasetInfo
  ) -> [TextEntry] {
    [TextEntry("run_id", record.header.runID)] + weights.entries + [
      TextEntry("dataset", info.name),
      TextEntry("dataset_fingerprint", info.fingerprint),
      TextEntry("split", request.split.rawValue),
      TextEntry("image_size", String(configuration.images.size)),
      TextEntry("device", configuration.engine.device.rawValue),
      TextEntry("precision", configuration.engine.precision.rawValue),
      TextEntry("kernels", configuration.engine.kernels.rawValue),
      TextEntry("creator_version", creatorVersion),
    ]
  }
}
