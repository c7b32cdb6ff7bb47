public import Torch

/// RoPE's cos and sin of the angles of a set of tokens: each `[batch or 1, 1, token, head width]`.
public struct Rotation: Sendable {
  public let cos: Tensor
  public let sin: Tensor

  public init(cos: Tensor, sin: Tensor) {
    self.cos = cos
    self.sin = sin
  }

  /// x·cos + rotate_half(x)·sin; rotate_half([x1, x2]) = [−x2, x1] over the whole head width.
  ///
  /// - Parameter x: `[batch, head, token, head width]`.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    let halves = try x.chunked(2, axis: -1)
    let rotated = try Tensor.concatenated([-halves[1], halves[0]], axis: -1)
    return try x * cos + rotated * sin
  }

  /// The rotations of the images in `indices`, where they differ by image.
  func images(_ indices: Tensor) throws(TorchError) -> Rotation {
    guard cos.size(0) > 1 else { return self }
    return Rotation(cos: try cos.indexed(0, by: indices), sin: try sin.indexed(0, by: indices))
  }
}
