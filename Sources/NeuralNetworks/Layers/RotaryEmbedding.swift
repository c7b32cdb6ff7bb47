import Foundation
public import Torch

/// Axial rotary position embedding of one attention: frequencies for two coordinates in [0, 1].
///
/// f_k = 7 · (7 / 7e-4)^(−k / (D/4 − 1)), k = 0 … D/4 − 1 for head width D. The vector [f, f] of
/// length D/2 serves the row coordinate in channels 0 … D/2 − 1 and the column coordinate in
/// channels D/2 … D − 1, all times 2π (paper, Table 6: frequencies log-spaced from 7e-4 to 7).
public final class RotaryEmbedding: Module {
  /// `[2, head width]`: angle = coordinates · frequencies.
  public let frequencies: Tensor
  /// Whether gradients are tracked; then no table may be kept between steps.
  public let isTrainable: Bool

  /// - Throws: when `headWidth` is not a multiple of 4.
  public init(
    headWidth: Int, lowest: Double = 7e-4, highest: Double = 7, isTrainable: Bool = false,
    device: Device
  ) throws(TorchError) {
    guard headWidth % 4 == 0, headWidth >= 4 else {
      throw TorchError(
        operation: "RoPE", reason: "the head width must be a multiple of 4, not \(headWidth)")
    }
    let quarter = headWidth / 4
    let base = (0..<quarter).map { k -> Float in
      let exponent = quarter > 1 ? Double(k) / Double(quarter - 1) : 0
      return Float(highest * pow(highest / lowest, -exponent) * 2 * Double.pi)
    }
    let zeros = [Float](repeating: 0, count: headWidth / 2)
    frequencies = try Tensor(
      base + base + zeros + zeros + base + base, shape: [2, headWidth], device: device)
    self.isTrainable = isTrainable
    try frequencies.requiringGradient(isTrainable)
  }

  public var ownParameters: [Parameter] { [Parameter("freqs", frequencies, role: .frequency)] }

  /// - Parameter coordinates: `[batch or 1, token, 2]`, row first.
  public func rotation(_ coordinates: Tensor) throws(TorchError) -> Rotation {
    // Two products and a sum in float32: a matrix product may run in a lower precision.
    let rows = try coordinates.narrowed(-1, from: 0, count: 1)
    let columns = try coordinates.narrowed(-1, from: 1, count: 1)
    let angle = try (rows * frequencies.selected(0, 0) + columns * frequencies.selected(0, 1))
      .unsqueezed(1)
    return Rotation(cos: try angle.cos(), sin: try angle.sin())
  }
}
