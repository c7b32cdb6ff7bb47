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
  private let checkpoint: Artifact
  /// The step of the checkpoint that is read; the last one there is.
  public var step: Int64 { checkpoint.step }

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
    record = try Run.open(folder).record
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
    let known = record.artifacts.filter { $0.kind == Checkpoint.kind }
    guard let last = known.max(by: { $0.step < $1.step }) else {
      throw ExperimentError(
        "\(folder.path) has no checkpoint; run the experiment with output.checkpoint=true")
    }
    guard let chosen = step.map({ step in known.last { $0.step == step } }) ?? last else {
      throw ExperimentError(
        "\(folder.path) has no checkpoint of step \(step ?? -1); there are: "
          + known.map { String($0.step) }.joined(separator: ", "))
    }
    checkpoint = chosen
    self.folder = folder
  }

  /// The networks that the checkpoint holds.
  ///
  /// - Returns: the student, and the teacher where the run had one.
  func backbones(_ factory: NetworkFactory) throws -> (student: Backbone, teacher: Backbone?) {
    let arrays = try Checkpoint.read(checkpoint, in: folder).state
    func load(_ prefix: String) throws -> Backbone? {
      var state: [String: Tensor] = [:]
      for (path, array) in arrays where path.hasPrefix(prefix) {
        state[String(path.dropFirst(prefix.count))] = try WeightReader.tensor(array)
          .to(factory.device)
      }
      guard !state.isEmpty else { return nil }
      let backbone = try factory.backbone()
      try backbone.load(state)
      return backbone
    }
    guard let student = try load("student/backbone/") else {
      throw ExperimentError("\(folder.path)/\(checkpoint.path) holds no student")
    }
    return (student, try load("teacher/backbone/"))
  }
}
