public import Torch

/// A convolution with kernel = stride = patch size, as one matrix product over cut-out patches.
public final class PatchEmbedding: Module {
  public let patch: Int
  /// `[channel, 3, patch, patch]`, Xavier-uniform on the flattened kernel.
  private let weight: Tensor
  private let bias: Tensor
  private let mode: ComputeMode

  public init(patch: Int, width: Int, initializer: Initializer) throws(TorchError) {
    self.patch = patch
    mode = initializer.mode
    weight = try initializer.xavierUniform("weight", rows: width, columns: 3 * patch * patch)
      .reshaped(width, 3, patch, patch)
    bias = try initializer.zeros([width])
  }

  public var ownParameters: [Parameter] {
    [
      Parameter("weight", weight, role: .patchEmbeddingWeight),
      Parameter("bias", bias, role: .patchEmbeddingBias),
    ]
  }

  /// Cuts images into patches without embedding them.
  ///
  /// - Parameter images: `[batch, 3, height, width]`.
  /// - Returns: `[batch, token, 3 · patch²]`, tokens in row-major order, each channel by channel.
  public static func patches(_ images: Tensor, size: Int) throws(TorchError) -> Tensor {
    let shape = images.shape
    guard shape.count == 4, shape[2] % size == 0, shape[3] % size == 0 else {
      throw TorchError(
        operation: "patches", reason: "images of shape \(shape) do not divide into \(size)×\(size)")
    }
    let (rows, columns) = (shape[2] / size, shape[3] / size)
    return try images.reshaped(shape[0], shape[1], rows, size, columns, size)
      .permuted(0, 2, 4, 1, 3, 5)
      .reshaped(shape[0], rows * columns, shape[1] * size * size)
  }

  /// Only the patches that are asked for are embedded.
  ///
  /// - Parameters:
  ///   - images: `[batch, 3, height, width]`.
  ///   - indices: flat into batch × token, the same number for every image; `nil`: all tokens.
  /// - Returns: `[batch, token, channel]`, float32.
  public func callAsFunction(
    _ images: Tensor, indices: Tensor? = nil
  ) throws(TorchError) -> Tensor {
    var patches = try Self.patches(images, size: patch)
    if let indices {
      let batch = patches.size(0)
      patches = try patches.flattened(0, 1).indexed(0, by: indices)
        .reshaped(batch, -1, patches.size(2))
    }
    return try patches.linear(try weight.flattened(1, 3), bias: bias, mode: mode).to(weight.dtype)
  }
}
