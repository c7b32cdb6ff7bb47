import NeuralNetworks
import Torch

/// One linear layer from the predictor's width to the target's, where they differ.
final class WidthProjection: Module {
  private let layer: Linear

  init(from input: Int, to output: Int, initializer: Initializer) throws(TorchError) {
    layer = try Linear(
      from: input, to: output, bias: true, initializer: initializer.scoped("projection"))
  }

  var children: [(path: String, module: any Module)] { [("projection", layer)] }

  func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor { try layer(x) }
}
