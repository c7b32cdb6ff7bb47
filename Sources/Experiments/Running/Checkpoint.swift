import NeuralNetworks
import Store
import Torch
import Training

/// Writes a training's state: parameters and both optimizers.
enum Checkpoint {
  /// - Parameter step: the last step that is part of the state.
  static func write(_ training: TrainingStep, step: Int64, to folder: RunFolder) throws -> Artifact
  {
    let arrays = try training.state.map { parameter in
      NamedArray(
        "/\(parameter.name)", shape: parameter.tensor.shape,
        values: .float32(try parameter.tensor.elements(Float.self)))
    }
    let path = folder.checkpointPath(step: step)
    let written = try TensorFile(
      attributes: [TensorAttribute("step", .integer(step))], arrays: arrays
    ).write(to: path)
    return Artifact(
      kind: "checkpoint", path: "checkpoints/step-\(step).h5", bytes: written.bytes,
      sha256: written.sha256, step: step)
  }
}
