import Foundation
import Torch

/// Cores, threads and devices.
enum Machine {
  static var findings: [Finding] { [threads, devices] }

  private static var threads: Finding {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return Finding(
      "threads", "\(Torch.Runtime.threads) of libtorch, \(cores) \(cores == 1 ? "core" : "cores")")
  }

  private static var devices: Finding {
    let count = Torch.Runtime.cudaDeviceCount
    if count > 0 {
      return Finding("devices", "cpu, " + (0..<count).map { "cuda:\($0)" }.joined(separator: ", "))
    }
    guard FileManager.default.fileExists(atPath: "/dev/nvidia0") else {
      return Finding("devices", "cpu")
    }
    return Finding(
      .warning, "devices",
      "cpu; there is an NVIDIA GPU that this libtorch cannot use: build capi with a CUDA build of "
        + "libtorch (LIBTORCH, docs/installation.md)")
  }
}
