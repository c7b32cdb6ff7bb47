public import CapiCore
public import NeuralNetworks
public import Torch

/// One step's masks: which patches the student sees and which it predicts.
public struct PatchMasks: Sendable {
  /// Flat into batch × token, ascending in each image: `[batch · visible]`, int64.
  public let visible: Tensor
  /// Flat into batch × token, ascending in each image: `[batch · predicted]`, int64.
  public let predicted: Tensor

  public init(visible: Tensor, predicted: Tensor) {
    self.visible = visible
    self.predicted = predicted
  }
}

/// Draws masks that depend on (seed, position in training) alone.
public struct MaskSampler: Sendable {
  private let strategy: any MaskingStrategy
  private let grid: TokenGrid
  /// Predicted tokens of an image; the rest of the hidden ones is left out (paper: 7 an image).
  private let predicted: Int
  private let seed: UInt64

  public init(
    strategy: any MaskingStrategy, grid: TokenGrid, predicted: Int, seed: UInt64
  ) {
    self.strategy = strategy
    self.grid = grid
    self.predicted = predicted
    self.seed = seed
  }

  public func masks(step: Int, batch: Int, device: Device) throws(TorchError) -> PatchMasks {
    var visible: [Int] = []
    var chosen: [Int] = []
    for image in 0..<batch {
      let offset = image * grid.tokenCount
      let (hidden, asked) = places(position: step * batch + image)
      let isHidden = Set(hidden)
      visible += (0..<grid.tokenCount).filter { !isHidden.contains($0) }.map { offset + $0 }
      chosen += asked.map { offset + $0 }
    }
    return PatchMasks(
      visible: try Tensor(visible, device: device), predicted: try Tensor(chosen, device: device))
  }

  /// The hidden and the predicted places of one image, ascending.
  ///
  /// - Parameter position: where the image stands in training: step · batch + place in the batch.
  public func places(position: Int) -> (hidden: [Int], predicted: [Int]) {
    var random = RandomStream(seed: seed, purpose: "mask", index: UInt64(position))
    let mask = strategy.mask(using: &random)
    func choose(_ count: Int, of places: [Int]) -> [Int] {
      random.permutation(places.count).prefix(count).map { places[$0] }
    }
    guard mask.preferred.count < predicted else {
      return (mask.hidden, choose(predicted, of: mask.preferred).sorted())
    }
    let isPreferred = Set(mask.preferred)
    let others = mask.hidden.filter { !isPreferred.contains($0) }
    let more = choose(predicted - mask.preferred.count, of: others)
    return (mask.hidden, (mask.preferred + more).sorted())
  }
}
