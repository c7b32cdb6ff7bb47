import NeuralNetworks
import Store
import Torch
import Training

/// A training's whole state after a step, in a file.
///
/// Order of images, crops, masks and stochastic depth are functions of (seed, step), so the step is the
/// position of all of them, of the schedules and of the loader.
struct Checkpoint {
  /// What ``Artifact/kind`` says of checkpoints that a run can go on from.
  static let kind = "checkpoint"
  /// Of the state when a number was not finite: to look at, not to go on from.
  static let failureKind = "failure"

  let step: Int64
  /// Seconds that the run had taken.
  let wallTime: Double
  let state: [String: NamedArray]
  /// What the run knew of earlier steps.
  let memory: CheckpointMemory

  /// Reads the device once for each tensor and writes the file by the store's protocol.
  ///
  /// - Parameters:
  ///   - kind: ``kind`` or ``failureKind``.
  ///   - step: the last step that is part of the state.
  ///   - wallTime: seconds that the run has taken.
  ///   - memory: what the run knows of steps up to this one.
  static func write(
    _ training: TrainingStep, kind: String = kind, step: Int64, wallTime: Double, runID: String,
    seed: Int, batch: Int, memory: CheckpointMemory, to folder: RunFolder
  ) throws -> Artifact {
    let arrays = try training.state.map { parameter in
      NamedArray(
        "/\(parameter.name)", shape: parameter.tensor.shape, values: try values(parameter.tensor))
    }
    let name = kind == failureKind ? "failure-\(step).h5" : "step-\(step).h5"
    let written = try TensorFile(
      attributes: [
        TensorAttribute("step", .integer(step)), TensorAttribute("run_id", .text(runID)),
        TensorAttribute("seed", .integer(Int64(seed))),
        TensorAttribute("schedule_position", .integer(step + 1)),
        TensorAttribute("loader_position", .integer((step + 1) * Int64(batch))),
        TensorAttribute("wall_time", .number(wallTime)),
      ] + memory.attributes, arrays: arrays
    ).write(to: "\(folder.checkpointsPath)/\(name)")
    return Artifact(
      kind: kind, path: "checkpoints/\(name)", bytes: written.bytes, sha256: written.sha256,
      step: step)
  }

  /// Reads a checkpoint whose hash is known.
  ///
  /// - Throws: `StoreError` when the file is missing, damaged, or not the one that was recorded.
  static func read(_ artifact: Artifact, in folder: RunFolder) throws -> Checkpoint {
    let path = "\(folder.path)/\(artifact.path)"
    guard Digest.sha256(try AtomicFile.read(path)) == artifact.sha256 else {
      throw StoreError(
        .damaged, path: path, reason: "is not the file that was recorded: its SHA-256 differs")
    }
    let file = try TensorFile.read(path)
    guard file.attribute("step")?.integer == artifact.step else {
      throw StoreError(
        .damaged, path: path, reason: "does not say that it is of step \(artifact.step)")
    }
    return Checkpoint(
      step: artifact.step, wallTime: file.attribute("wall_time")?.number ?? 0,
      state: Dictionary(
        file.arrays.map { (String($0.path.dropFirst()), $0) },
        uniquingKeysWith: { first, _ in first }),
      memory: CheckpointMemory(file))
  }

  /// Puts the state into a training of the same experiment.
  ///
  /// - Throws: `StateMismatch` naming everything that is missing, surplus or misshapen.
  func restore(_ training: TrainingStep, on device: Device) throws {
    try training.restore(try state.mapValues { try Self.tensor($0, on: device) })
  }

  private static func values(_ tensor: Tensor) throws -> ArrayValues {
    switch tensor.dtype {
    case .float32: .float32(try tensor.elements())
    case .float64: .float64(try tensor.elements())
    case .int64: .int64(try tensor.elements())
    case .uint8: .uint8(try tensor.elements())
    // Wider, so that no bit is lost; restoring converts back.
    case .float16, .bfloat16: .float32(try tensor.elements())
    case .bool: .uint8(try tensor.elements())
    }
  }

  private static func tensor(_ array: NamedArray, on device: Device) throws -> Tensor {
    switch array.values {
    case .float32(let values): try Tensor(values, shape: array.shape, device: device)
    case .float64(let values): try Tensor(values, shape: array.shape, device: device)
    case .int64(let values): try Tensor(values, shape: array.shape, device: device)
    case .uint8(let values): try Tensor(values, shape: array.shape, device: device)
    }
  }
}
