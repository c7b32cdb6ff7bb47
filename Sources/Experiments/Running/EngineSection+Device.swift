import Torch

extension EngineSection {
  /// The device that is asked for.
  ///
  /// - Throws: ``ExperimentError`` when this machine has none.
  func torchDevice() throws -> Torch.Device {
    switch device {
    case .cpu: return .cpu
    case .cuda:
      guard Runtime.cudaDeviceCount > 0 else {
        throw ExperimentError(
          "engine.device is cuda, but libtorch \(Runtime.version) finds no CUDA device here; use "
            + "engine.device=cpu, or a CUDA build of libtorch (docs/installation.md)")
      }
      return .cuda(0)
    }
  }
}
