import NeuralNetworks
import Store
import Torch

/// A network's weights out of a run's checkpoint.
struct CheckpointWeights {
  /// Whose weights.
  enum Subject: String { case student, teacher }

  let checkpoint: Artifact
  /// By parameter name.
  let state: [String: Tensor]

  /// Reads the weights of a checkpoint that the record names.
  ///
  /// - Parameters:
  ///   - step: the checkpoint's step; nil for the last one.
  ///   - device: where the tensors go.
  /// - Throws: ``ExperimentError`` when there is no such checkpoint, its hash is not the recorded
  ///   one, or it has no such network.
  init(
    of subject: Subject, in folder: RunFolder, record: RunRecord, step: Int64?, device: Device
  ) throws {
    let checkpoints = record.artifacts.filter { $0.kind == "checkpoint" }
    guard let last = checkpoints.max(by: { $0.step < $1.step }) else {
      throw ExperimentError(
        "\(folder.path) has no checkpoint; run the experiment with output.checkpoint=true")
    }
    guard let chosen = step.map({ step in checkpoints.last { $0.step == step } }) ?? last else {
      let steps = checkpoints.map { String($0.step) }.joined(separator: ", ")
      throw ExperimentError(
        "\(folder.path) has no checkpoint of step \(step ?? -1); there are: \(steps)")
    }
    let path = "\(folder.path)/\(chosen.path)"
    guard Digest.sha256(try AtomicFile.read(path)) == chosen.sha256 else {
      throw ExperimentError(
        "\(path): is not the file that the run recorded (its SHA-256 differs); restore it from a "
          + "copy, or name another checkpoint")
    }
    let prefix = "/\(subject.rawValue)/backbone/"
    var state: [String: Tensor] = [:]
    for array in try TensorFile.read(path).arrays where array.path.hasPrefix(prefix) {
      guard case .float32(let values) = array.values else {
        throw ExperimentError(
          "\(path): \(array.path) holds \(array.values.typeName) where weights are float32")
      }
      state[String(array.path.dropFirst(prefix.count))] = try Tensor(
        values, shape: array.shape, device: device)
    }
    guard !state.isEmpty else {
      throw ExperimentError(
        "\(path): holds no \(subject.rawValue) network"
          + (subject == .teacher ? "; a target without a teacher has none: choose student" : ""))
    }
    checkpoint = chosen
    self.state = state
  }
}
