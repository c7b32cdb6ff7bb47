public import Torch

/// x · Wᵀ (+ b); W is `[out, in]`, Xavier-uniform.
public final class Linear: Module {
  public private(set) var weight: Tensor
  public let bias: Tensor?
  private var half: HalfCopy?
  private let mode: ComputeMode

  public init(
    from input: Int, to output: Int, bias hasBias: Bool = false, initializer: Initializer
  ) throws(TorchError) {
    weight = try initializer.xavierUniform("weight", rows: output, columns: input)
    mode = initializer.mode
    half = try mode.halfCopy(of: weight)
    bias = hasBias ? try initializer.zeros([output]) : nil
  }

  public var ownParameters: [Parameter] {
    [Parameter("weight", weight, half: half)]
      + (bias.map { [Parameter("bias", $0, role: .bias)] } ?? [])
  }

  /// `[..., in]` → `[..., out]`, of the weight's type.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try operand(x).to(weight.dtype)
  }

  /// The same in the precision that is computed in, for what computes with it.
  package func operand(_ x: Tensor) throws(TorchError) -> Tensor {
    try x.linear(weight, bias: bias, mode: mode, half: halfWeight)
  }

  /// The weight in bfloat16, where products are made in it by own kernels.
  var halfWeight: Tensor? {
    get throws(TorchError) { try half?.current() }
  }

  /// Puts weights of layers that read the same tokens one behind the other in memory, so that their products
  /// can be made as one.
  static func stack(_ layers: [Linear]) throws(TorchError) {
    try noGrad { () throws(TorchError) in
      let all = try Tensor.concatenated(layers.map(\.weight), axis: 0)
      let halves = try layers[0].half == nil ? nil : all.to(.bfloat16)
      var row = 0
      for layer in layers {
        let rows = layer.weight.size(0)
        func part(_ tensor: Tensor) throws(TorchError) -> Tensor {
          try tensor.narrowed(0, from: row, count: rows).detached()
        }
        layer.weight = try part(all)
        if let halves { layer.half = HalfCopy(of: layer.weight, in: try part(halves)) }
        row += rows
      }
    }
  }
}
