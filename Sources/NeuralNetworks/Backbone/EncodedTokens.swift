public import Torch

/// What the encoder says of the tokens that are present: registers first, then patches.
public struct EncodedTokens {
  /// `[batch, register + token, channel]`, after the final norm.
  public let tokens: Tensor
  /// Where the tokens stand: `[batch or 1, register + token, 2]`.
  public let coordinates: Tensor
  public let registers: Int

  /// The patch tokens alone: `[batch, token, channel]`.
  public var patches: Tensor {
    get throws(TorchError) {
      try tokens.narrowed(1, from: registers, count: tokens.size(1) - registers)
    }
  }
}
