import CapiCore
import Imaging
import NeuralNetworks
import Torch
import Training

/// Puts an experiment's training together.
struct TrainingFactory {
  let networks: NetworkFactory
  let dataset: any ImageDataset

  private var configuration: ExperimentConfiguration { networks.configuration }
  private var seed: UInt64 { UInt64(configuration.general.seed) }

  func normalisation() throws -> Normalisation {
    let images = configuration.images
    return try Normalisation(
      mean: SIMD3(images.mean.map(Float.init)), deviation: SIMD3(images.std.map(Float.init)))
  }

  func loop(_ step: TrainingStep) throws -> TrainingLoop {
    let training = configuration.training
    let scale = configuration.images.cropScale
    guard scale[0] <= scale[1] else {
      throw ExperimentError(
        "images.crop_scale: the smallest share \(scale[0]) exceeds the largest \(scale[1])")
    }
    let size = configuration.images.size
    let augmentation = try Augmentation(
      crop: scale == [1, 1] ? nil : try RandomResizedCrop(scale: scale[0]...scale[1]),
      flipProbability: configuration.images.flip ? 0.5 : 0, normalisation: try normalisation())
    let loader = try BatchLoader(
      dataset: dataset, split: .train, batch: training.batch, size: size,
      augmentation: augmentation,
      decoding: configuration.images.decode == .full
        ? .full : augmentation.reducedDecoding(size: size),
      seed: seed, workers: training.workers)
    return TrainingLoop(
      step: step, loader: loader, masks: try networks.masks(), steps: training.steps,
      trainImages: dataset.count(.train), device: networks.device)
  }
}

/// A run that cannot be carried out, with what to do about it.
public struct ExperimentError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  public init(_ description: String) { self.description = description }
}
