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
      var random = RandomStream(
        seed: seed, purpose: "mask", index: UInt64(step * batch + image))
      let hidden = strategy.hiddenPatches(using: &random)
      let isHidden = Set(hidden)
      visible += (0..<grid.tokenCount).filter { !isHidden.contains($0) }.map { offset + $0 }
      let order = random.permutation(hidden.count).prefix(predicted).sorted()
      chosen += order.map { offset + hidden[$0] }
    }
    return PatchMasks(
      visible: try Tensor(visible, device: device), predicted: try Tensor(chosen, device: device))
  }
}
