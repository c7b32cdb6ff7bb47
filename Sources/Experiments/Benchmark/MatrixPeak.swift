import Torch

/// How fast a machine multiplies matrices, which no training step can exceed.
public enum MatrixPeak {
  /// Floating-point operations a second in products of square float32 matrices, the best of some.
  ///
  /// - Parameter experiment: whose device is measured, with the threads that are set.
  public static func measure(_ experiment: ResolvedExperiment) throws -> Double {
    let device = try experiment.configuration.engine.torchDevice()
    let size = device == .cpu ? 2048 : 8192
    let generator = try Generator(seed: 0, purpose: "bench-peak")
    let matrix = try Tensor.normal([size, size], generator: generator).to(device)
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<6 {
      let start = clock.now
      _ = try noGrad { () throws(TorchError) in try matrix.matmul(matrix) }
      try device.synchronize()
      best = min(best, (clock.now - start) / .seconds(1))
    }
    let edge = Double(size)
    return 2 * edge * edge * edge / best
  }
}
