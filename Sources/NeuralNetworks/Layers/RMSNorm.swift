public import Torch

/// x / √(mean(x²) + ε) over channels, times a learned weight where there is one; ε = 1e-5.
public final class RMSNorm: Module {
  public static let epsilon = 1e-5
  private static let kernel = Operator("aten::rms_norm")

  let width: Int
  /// `[channel]`, starts at 1; the encoder's and the predictor's last norm have none.
  let weight: Tensor?
  private let mode: ComputeMode

  public init(width: Int, affine: Bool, initializer: Initializer) throws(TorchError) {
    self.width = width
    mode = initializer.mode
    weight = affine ? try initializer.ones([width]) : nil
  }

  public var ownParameters: [Parameter] {
    weight.map { [Parameter("weight", $0, role: .norm)] } ?? []
  }

  /// `[..., channel]` → the same shape.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    guard !(mode.usesKernels(for: x) && x.rank == 3 && x.dtype == .float32) else {
      return try Kernels.normalizedRows(
        x, weight: weight, images: nil, epsilon: Self.epsilon, half: false
      ).normed
    }
    return try Self.kernel(
      .tensor(x), .ints([width]), weight.map { .tensor($0) } ?? .none, .double(Self.epsilon))
  }

  /// The normed tokens in the precision that is computed in.
  func operand(_ x: Tensor) throws(TorchError) -> Tensor { try mode.operand(self(x)) }

  /// x + factor · branch(norm x), the branch over some images.
  ///
  /// - Parameters:
  ///   - x: `[image, token, channel]`.
  ///   - images: the images of the branch; `nil`: all.
  ///   - branch: gets their normed tokens, in the precision that is computed in, and `images`.
  func residual(
    _ x: Tensor, images: Tensor?, factor: Double,
    _ branch: (Tensor, Tensor?) throws(TorchError) -> Tensor
  ) throws(TorchError) -> Tensor {
    guard !(mode.usesKernels(for: x) && x.dtype == .float32) else {
      let (normed, x) = try Kernels.normalizedRows(
        x, weight: weight, images: images, epsilon: Self.epsilon, half: mode.isHalf)
      return try Kernels.branchAdded(
        x, try branch(normed, images), images: images, factor: factor)
    }
    guard let images else { return try x + branch(operand(x), nil).to(x.dtype) }
    let update = try branch(operand(try x.indexed(0, by: images)), images).to(x.dtype)
    return try x.indexAdded(0, at: images, update, factor: factor)
  }
}
