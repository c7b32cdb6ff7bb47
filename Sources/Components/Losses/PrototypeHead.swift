public import NeuralNetworks
public import Torch

/// From embeddings to one logit for each prototype: a weight-normalised linear layer on the
/// normalised embedding, after an MLP where the head has one.
///
/// The names are DINO's: `mlp.0`, `mlp.2`, … and `last_layer`.
public final class PrototypeHead: Module {
  private let mlp: [Linear]
  private let last: WeightNormalizedLinear

  /// - Parameters:
  ///   - input: channels of an embedding.
  ///   - prototypes: number of logits.
  public init(
    from input: Int, to prototypes: Int, shape: HeadShape, initializer: Initializer
  ) throws(TorchError) {
    var layers: [Linear] = []
    if shape.kind == .mlp {
      for index in 0..<shape.layers {
        layers.append(
          try Linear(
            from: index == 0 ? input : shape.hidden,
            to: index == shape.layers - 1 ? shape.bottleneck : shape.hidden, bias: true,
            initializer: initializer.scoped("mlp.\(2 * index)")))
      }
    }
    mlp = layers
    last = try WeightNormalizedLinear(
      from: shape.kind == .mlp ? shape.bottleneck : input, to: prototypes,
      initializer: initializer)
  }

  public var children: [(path: String, module: any Module)] {
    mlp.enumerated().map { ("mlp.\(2 * $0.offset)", $0.element) } + [("", last)]
  }

  /// `[token, channel]` → logits `[token, prototype]`, before any temperature.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    let logits = try operand(x)
    return logits.dtype == .bfloat16 ? try logits.to(.float32) : logits
  }

  /// The same in the precision that is computed in.
  func operand(_ x: Tensor) throws(TorchError) -> Tensor {
    var x = x
    for (index, layer) in mlp.enumerated() {
      x = try layer(x)
      if index < mlp.count - 1 { x = try x.gelu() }
    }
    return try last.operand(x)
  }
}
