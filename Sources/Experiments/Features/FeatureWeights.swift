import NeuralNetworks
import Store
import Torch

/// The weights that make features: of a run's checkpoint, or of a file.
struct FeatureWeights {
  /// For people: `teacher of step 99`, `weights of FILE`.
  let origin: String
  /// For the file of features: what decides its bits.
  let entries: [TextEntry]
  private let state: [String: Tensor]
  private let path: String

  /// - Throws: ``ExperimentError``, `WeightFileError` or ``StoreError`` where there are no such
  ///   weights.
  init(for request: FeatureRequest, record: RunRecord, device: Device) throws {
    if let file = request.weights {
      let tensors = try BackboneState.select(
        from: try WeightReader.read(file), path: file, preferring: request.subject.rawValue)
      state = try tensors.mapValues { try $0.to(device) }
      path = file
      origin = "weights of \(file)"
      entries = [
        TextEntry("weights", file), TextEntry("weights_sha256", try Digest.sha256(file: file)),
      ]
    } else {
      let found = try CheckpointWeights(
        of: request.subject == .student ? .student : .teacher, in: request.run, record: record,
        step: request.step, device: device)
      state = found.state
      path = found.checkpoint.path
      origin = "\(request.subject.rawValue) of step \(found.checkpoint.step)"
      entries = [
        TextEntry("subject", request.subject.rawValue),
        TextEntry("checkpoint_step", String(found.checkpoint.step)),
        TextEntry("checkpoint_sha256", found.checkpoint.sha256),
      ]
    }
  }

  /// - Throws: ``ExperimentError`` where names or shapes are not the network's.
  func load(into backbone: Backbone) throws {
    do {
      try backbone.load(state)
    } catch let error as StateMismatch {
      throw ExperimentError("\(path): \(error)")
    }
  }
}
