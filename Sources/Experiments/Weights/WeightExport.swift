import CapiCore
import NeuralNetworks
public import Store
import Torch

/// Writes a run's weights under the reference's names, for other programs.
public struct WeightExport: Sendable {
  /// Whose weights.
  public enum Subject: String, Sendable, CaseIterable {
    case student
    case teacher
  }

  /// What was written.
  public struct Written: Sendable, Equatable {
    public let tensors: Int
    public let elements: Int
    public let step: Int64
  }

  private let folder: RunFolder

  /// - Parameter folder: of a run that keeps checkpoints.
  public init(_ folder: RunFolder) { self.folder = folder }

  /// Writes the backbone of the latest checkpoint, or of the one after `step`, as safetensors; its
  /// names begin with `backbone.`, as those of released weights do.
  ///
  /// - Throws: ``ExperimentError`` where the run keeps no such checkpoint or has no such network.
  public func write(_ subject: Subject, step: Int64? = nil, to path: String) throws -> Written {
    let steps = folder.checkpointSteps()
    guard let chosen = step ?? steps.last else {
      throw ExperimentError(
        "\(folder.path) keeps no checkpoint; run it with output.checkpoint=true")
    }
    guard steps.contains(chosen) else {
      throw ExperimentError(
        "\(folder.path) keeps no checkpoint after step \(chosen); it has "
          + steps.map(String.init).joined(separator: ", "))
    }
    let file = try TensorFile.read(folder.checkpointPath(step: chosen))
    let prefix = "/\(subject.rawValue)/backbone/"
    let tensors = try file.arrays.filter { $0.path.hasPrefix(prefix) }.map {
      (name: "backbone.\($0.path.dropFirst(prefix.count))", tensor: try WeightReader.tensor($0))
    }
    guard !tensors.isEmpty else {
      throw ExperimentError(
        "the checkpoint after step \(chosen) of \(folder.path) has no weights of a "
          + "\(subject.rawValue); its target has no network to export")
    }
    var metadata = ["format": "pt", "subject": subject.rawValue, "step": String(chosen)]
    if folder.hasRecord {
      let record = try RunStore.read(folder)
      metadata["run_id"] = record.header.runID
      metadata["capi"] = record.header.creatorVersion
    }
    try SafetensorsWriter.write(tensors, metadata: metadata, to: path)
    return Written(
      tensors: tensors.count,
      elements: tensors.reduce(0) { $0 + $1.tensor.elementCount }, step: chosen)
  }
}
