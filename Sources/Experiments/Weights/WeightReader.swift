import Foundation
import NeuralNetworks
import Store
public import Torch

/// Reads files of weights into named tensors: the one place that knows all their formats.
public enum WeightReader {
  /// One tensor of a file, for listings.
  public struct Listed: Sendable, Equatable {
    public let name: String
    /// For example `F32`.
    public let type: String
    public let shape: [Int]
  }

  /// What a file of weights holds.
  public struct Contents: Sendable, Equatable {
    /// `safetensors`, `pytorch`, or `checkpoint` for one of capi.
    public let format: String
    public let tensors: [Listed]
    public let metadata: [String: String]
    /// Names of a state dict that are no tensors.
    public let otherNames: [String]
  }

  /// All tensors by name; in a checkpoint of capi, names are paths without the leading slash.
  ///
  /// - Parameter path: relative paths are relative to where the program was started.
  /// - Throws: ``WeightFileError`` or ``StoreError``, which name the file and what is wrong.
  public static func read(_ path: String) throws -> [String: Tensor] {
    guard isHDF5(path) else { return try WeightFile(path).tensors() }
    var weights: [String: Tensor] = [:]
    for array in try TensorFile.read(path).arrays {
      weights[name(of: array)] = try tensor(array)
    }
    return weights
  }

  /// Names, types and shapes; no elements of safetensors and PyTorch files are read.
  public static func contents(of path: String) throws -> Contents {
    guard isHDF5(path) else {
      let file = try WeightFile(path)
      return Contents(
        format: file.format.rawValue,
        tensors: file.entries.map {
          Listed(name: $0.name, type: $0.element.rawValue, shape: $0.shape)
        }, metadata: file.metadata, otherNames: file.otherNames)
    }
    return Contents(
      format: "checkpoint",
      tensors: try TensorFile.read(path).arrays.map {
        Listed(name: name(of: $0), type: type(of: $0), shape: $0.shape)
      }, metadata: [:], otherNames: [])
  }

  private static func isHDF5(_ path: String) -> Bool {
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 8)).flatMap { $0 }.map(Array.init) == signature
  }

  private static func name(of array: NamedArray) -> String { String(array.path.drop { $0 == "/" }) }

  private static func type(of array: NamedArray) -> String {
    switch array.values {
    case .float32: "F32"
    case .float64: "F64"
    case .int64: "I64"
    case .uint8: "U8"
    }
  }

  static func tensor(_ array: NamedArray) throws -> Tensor {
    switch array.values {
    case .float32(let values): try Tensor(values, shape: array.shape)
    case .float64(let values): try Tensor(values, shape: array.shape)
    case .int64(let values): try Tensor(values, shape: array.shape)
    case .uint8(let values): try Tensor(values, shape: array.shape)
    }
  }
}
