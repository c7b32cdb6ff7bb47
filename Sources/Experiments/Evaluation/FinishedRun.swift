public import CapiCore
import NeuralNetworks
public import Store
import Torch
import YAML

/// A run on disk, opened again: its record, its experiment and its weights. Nothing is changed.
public struct FinishedRun: Sendable {
  public let folder: RunFolder
  public let record: RunRecord
  /// As it was resolved when the run began, with the changes asked for now.
  public let experiment: ResolvedExperiment
  /// The step of the checkpoint that is read; the last one there is.
  public let step: Int64

  /// Keys that may be changed, because the weights fit all their values.
  private static let changeable = ["probes", "dataset", "engine"]

  /// - Parameters:
  ///   - overrides: `KEY=VALUE` changes to probes, data set or engine.
  ///   - step: of the checkpoint; the newest where not given.
  /// - Throws: ``ExperimentError`` where the run has no checkpoint or another key is to be changed;
  ///   ``StoreError`` and `Diagnostics` where record or configuration cannot be read.
  public init(
    _ folder: RunFolder, registry: Registry, overrides: [String] = [], step: Int64? = nil
  ) throws {
    for text in overrides {
      let key = text.prefix { $0 != "=" && $0 != "." }
      guard Self.changeable.contains(String(key)) else {
        throw ExperimentError(
          "\(text): the weights of a run belong to its configuration; only "
            + "\(Self.changeable.joined(separator: ", ")) can be changed for an evaluation")
      }
    }
    record = try RunStore.read(folder)
    var collector = DiagnosticCollector()
    let name = "\(folder.recordPath)/config/json"
    let root = Document.parse(record.configuration.json.utf8, file: name, into: &collector)
    let changes = Overrides.tree(overrides, into: &collector)
    try collector.throwIfAny()
    var document = LoadedDocument(
      root: root ?? .emptyMapping(at: .file(name, line: 1, column: 1)),
      files: [.init(path: name, text: record.configuration.yaml)])
    if let changes {
      ExperimentResolver.overlay(&document, with: changes, into: &collector)
      try collector.throwIfAny()
    }
    experiment = try ExperimentResolver(catalogs: registry.catalogs).resolve(document)
    let known = folder.checkpointSteps()
    guard let chosen = step ?? known.last, known.contains(chosen) else {
      let listed = known.map(String.init).joined(separator: ", ")
      throw ExperimentError(
        known.isEmpty
          ? "\(folder.path) has no checkpoint, so its weights are gone; run it with "
            + "output.checkpoint=true"
          : "\(folder.path) has no checkpoint of step \(step ?? -1); there are \(listed)")
    }
    self.folder = folder
    self.step = chosen
  }

  /// The networks that the checkpoint holds.
  ///
  /// - Returns: the student, and the teacher where the run had one.
  func backbones(_ factory: NetworkFactory) throws -> (student: Backbone, teacher: Backbone?) {
    let file = try TensorFile.read(folder.checkpointPath(step: step))
    func load(_ prefix: String) throws -> Backbone? {
      var state: [String: Tensor] = [:]
      for array in file.arrays where array.path.hasPrefix(prefix) {
        guard case .float32(let values) = array.values else { continue }
        state[String(array.path.dropFirst(prefix.count))] = try Tensor(
          values, shape: array.shape, device: factory.device)
      }
      guard !state.isEmpty else { return nil }
      let backbone = try factory.backbone()
      try backbone.load(state)
      return backbone
    }
    guard let student = try load("/student/backbone/") else {
      throw ExperimentError("\(folder.checkpointPath(step: step)) holds no student")
    }
    return (student, try load("/teacher/backbone/"))
  }
}
