public import CapiCore
import Imaging
import NeuralNetworks
import Torch

/// What a probe is asked about.
public enum ProbeSubject: String, ParameterChoice {
  /// The normalised pixels of each patch; no network.
  case rawPixels = "raw-pixels"
  /// The student's initial weights.
  case untrained
  case student
  case teacher
}

/// Frozen features of a subject for a probe's images.
struct FeatureSource {
  /// Images that go through the network at once.
  private static let block = 128

  let dataset: any ImageDataset
  let size: Int
  let patch: Int
  let normalisation: Normalisation
  let device: Device
  let workers: Int
  let seed: UInt64
  /// The folder for patch features that go to a file of half precision; `nil`: memory.
  let cacheFolder: String?

  /// Pictures of a split that ``data(_:split:images:)`` looks at.
  func pictures(_ split: Split, _ images: ProbeImages) -> Int {
    let count = dataset.count(split)
    let limit = split == .train ? images.train : images.test
    return min(limit ?? count, count) * max(1, images.crops)
  }

  /// - Parameter backbone: `nil` for raw pixels.
  func data(
    _ backbone: Backbone?, split: Split, images: ProbeImages
  ) throws -> ProbeData {
    let set = try EvaluationSet(
      dataset: dataset, split: split, size: size,
      framing: images.crops > 0 ? .crops(count: images.crops, minimumSide: 0.5) : .whole,
      limit: split == .train ? images.train : images.test, normalisation: normalisation,
      // Test crops are the same for every seed of the run.
      seed: 0, workers: workers)
    let file = try cacheFolder.map { try MappedFeatures(in: $0) }
    var shape: (tokens: Int, channels: Int) = (0, 0)
    var patches: [Tensor] = []
    var pooled: [Tensor] = []
    var labels: [Int] = []
    var pixelLabels: [UInt8] = []
    var start = 0
    while start < set.count {
      let batch = try set.batch(start..<min(start + Self.block, set.count))
      start += batch.count
      let input = try Tensor(
        batch.images, shape: [batch.count, 3, size, size], device: device)
      let (tokens, vectors) = try noGrad {
        try features(backbone, input, pooling: images.pooling)
      }
      shape = (tokens.size(1), tokens.size(2))
      if let file { try file.append(tokens) } else { patches.append(tokens) }
      pooled.append(vectors)
      labels += batch.labels
      pixelLabels += batch.pixelLabels
    }
    return ProbeData(
      patches: try file?.mapped(tokens: shape.tokens, channels: shape.channels)
        ?? Tensor.concatenated(patches),
      pooled: try Tensor.concatenated(pooled),
      labels: labels, pixelLabels: pixelLabels)
  }

  private func features(
    _ backbone: Backbone?, _ images: Tensor, pooling: Pooling
  ) throws -> (patches: Tensor, pooled: Tensor) {
    guard let backbone else {
      let patches = try PatchEmbedding.patches(images, size: patch)
      return (patches, try patches.flattened(1, 2))
    }
    let encoded = try backbone.encoder(images)
    let patches = try encoded.patches.contiguous()
    switch pooling {
    case .mean: return (patches, try patches.mean([1]))
    case .predictor: return (patches, try backbone.predictor.globalVector(encoded))
    }
  }
}
