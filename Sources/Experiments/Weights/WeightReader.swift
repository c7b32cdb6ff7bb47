import Foundation
import Store
import Torch

/// Reads files of weights into named tensors: the one place that knows their formats.
enum WeightReader {
  /// - Parameter path: relative paths are relative to where the program was started.
  /// - Returns: every floating-point tensor of the file by its name there; in a checkpoint of capi
  ///   names are paths without the leading slash.
  static func read(_ path: String) throws -> [String: Tensor] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ExperimentError("\(path): there is no such file of weights")
    }
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "h5", "hdf5": return try checkpoint(path)
    case let ending:
      throw ExperimentError(
        "\(path): weights in a '.\(ending)' file cannot be read; known endings: .h5")
    }
  }

  private static func checkpoint(_ path: String) throws -> [String: Tensor] {
    var weights: [String: Tensor] = [:]
    for array in try TensorFile.readForeign(path).arrays {
      guard case .float32(let values) = array.values else { continue }
      weights[String(array.path.drop { $0 == "/" })] = try Tensor(values, shape: array.shape)
    }
    return weights
  }
}
