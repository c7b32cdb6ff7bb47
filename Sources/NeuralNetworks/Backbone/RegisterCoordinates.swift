public import Torch

/// Where registers stand for RoPE: along the image's edge, scaled to the tokens that are present.
public enum RegisterCoordinates {
  /// Four runs of count/4 along the edge: (c, 0), (1, c), (1 − c, 1), (0, 1 − c).
  ///
  /// - Returns: `[1, register, 2]`.
  /// - Throws: when `count` is not a multiple of 4.
  public static func unit(_ count: Int, device: Device = .cpu) throws(TorchError) -> Tensor {
    guard count % 4 == 0 else {
      throw TorchError(
        operation: "register coordinates", reason: "\(count) registers; need a multiple of 4")
    }
    let side = (0..<count / 4).map { Float($0) / Float(count / 4) }
    let runs: [[(Float, Float)]] = [
      side.map { ($0, 0) }, side.map { (1, $0) }, side.map { (1 - $0, 1) },
      side.map { (0, 1 - $0) },
    ]
    let pairs: [Float] = runs.joined().flatMap { [$0.0, $0.1] }
    return try Tensor(pairs, shape: [1, count, 2], device: device)
  }

  /// lo + unit · (hi − lo), lo and hi the bounding box of each image's tokens.
  ///
  /// - Parameters:
  ///   - unit: `[1, register, 2]`.
  ///   - tokens: coordinates of the tokens that are present, `[batch, token, 2]`.
  /// - Returns: `[batch, register, 2]`.
  public static func scaled(_ unit: Tensor, to tokens: Tensor) throws(TorchError) -> Tensor {
    let low = try tokens.min([1], keep: true)
    let high = try tokens.max([1], keep: true)
    return try low + unit * (high - low)
  }
}
