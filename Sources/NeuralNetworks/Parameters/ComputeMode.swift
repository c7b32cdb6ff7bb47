public import Torch

/// The precision that layers compute in, and by whose kernels.
///
/// Parameters, norms, the residual stream, Sinkhorn and losses are float32 in every mode.
public struct ComputeMode: Sendable, Hashable {
  /// What matrix products and attention are computed in.
  public enum Precision: String, Sendable, CaseIterable {
    case float32
    case bfloat16
  }

  public enum Kernels: String, Sendable, CaseIterable {
    /// This program's own where there are any (on the CPU).
    case fused
    /// libtorch's operations everywhere.
    case composed
  }

  public var precision: Precision
  public var kernels: Kernels

  public init(precision: Precision = .float32, kernels: Kernels = .fused) {
    self.precision = precision
    self.kernels = kernels
  }

  public var isHalf: Bool { precision == .bfloat16 }

  /// Whether own kernels can compute with this tensor.
  public func usesKernels(for tensor: Tensor) -> Bool {
    kernels == .fused && tensor.device == .cpu
      && (tensor.dtype == .float32 || tensor.dtype == .bfloat16)
  }

  /// Whether own kernels can update these tensors in place.
  func updates(_ tensors: [Tensor]) -> Bool {
    tensors.allSatisfy { usesKernels(for: $0) && $0.dtype == .float32 && $0.isContiguous }
  }

  /// A copy of a weight for products in bfloat16; nil where none is needed.
  public func halfCopy(of weight: Tensor) throws(TorchError) -> HalfCopy? {
    guard isHalf, usesKernels(for: weight), weight.dtype == .float32 else { return nil }
    return HalfCopy(of: weight, in: try weight.detached().to(.bfloat16))
  }

  /// The type of a product's operands, of which `tensor` is one: float64 stays what it is.
  func operand(_ tensor: Tensor) throws(TorchError) -> Tensor {
    isHalf && tensor.dtype == .float32 ? try tensor.to(.bfloat16) : tensor
  }
}

extension Tensor {
  /// x · `weight`ᵀ + `bias` in the mode's precision; weight and bias are float32.
  ///
  /// - Parameter half: the weight in bfloat16, where it is kept.
  public func linear(
    _ weight: Tensor, bias: Tensor? = nil, mode: ComputeMode, half: Tensor? = nil
  ) throws(TorchError) -> Tensor {
    guard mode.isHalf, weight.dtype == .float32 else { return try linear(weight, bias: bias) }
    let x = try mode.operand(self)
    guard !mode.usesKernels(for: x) else {
      return try Kernels.masterLinear(x, weight, bias: bias, half: half)
    }
    return try x.linear(
      weight.to(.bfloat16), bias: bias.map { (bias) throws(TorchError) in try bias.to(.bfloat16) })
  }
}
