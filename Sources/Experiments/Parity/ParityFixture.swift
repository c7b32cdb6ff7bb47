import NeuralNetworks
import Store
import Torch

/// A file of reference tensors, and which of them were looked at.
final class ParityFixture {
  private let file: TensorFile
  let path: String
  private let arrays: [String: NamedArray]
  private(set) var used: Set<String> = []

  init(_ path: String) throws {
    self.path = path
    file = try TensorFile.readForeign(path)
    // No registers may be an array of none.
    arrays = Dictionary(
      file.arrays.filter { $0.values.count > 0 }.map { ($0.path, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Arrays that no comparison asked for.
  /// Says that an array is known and compared elsewhere.
  func leaveOut(_ path: String) { used.insert(path) }

  var unused: [String] { arrays.keys.filter { !used.contains($0) }.sorted() }

  func has(_ path: String) -> Bool { arrays[path] != nil }

  /// Whether the file itself has the attribute.
  func isStated(_ name: String) -> Bool { states(name, of: "/") }

  func states(_ name: String, of object: String) -> Bool {
    file.attribute(name, of: object) != nil
  }

  func text(_ name: String) -> String? { file.attribute(name)?.text }

  func number(_ name: String, of object: String = "/") throws -> Double {
    guard let value = file.attribute(name, of: object)?.number else {
      throw ExperimentError(
        "\(path): attribute '\(name)' of \(object) is missing or no number; this is no parity "
          + "fixture")
    }
    return value
  }

  func integer(_ name: String) throws -> Int {
    let value = try number(name)
    guard let whole = Int(exactly: value) else {
      throw ExperimentError("\(path): attribute '\(name)' is \(value), not a whole number")
    }
    return whole
  }

  func numbers(_ name: String, of object: String) -> [Double]? {
    switch file.attribute(name, of: object)?.value {
    case .numbers(let values): values
    case .integers(let values): values.map(Double.init)
    default: nil
    }
  }

  func tensor(_ path: String) throws -> Tensor {
    guard let array = arrays[path] else {
      throw ExperimentError("\(self.path): array \(path) is missing")
    }
    used.insert(path)
    return switch array.values {
    case .float32(let values): try Tensor(values, shape: array.shape)
    case .float64(let values): try Tensor(values, shape: array.shape).to(.float32)
    case .int64(let values): try Tensor(values, shape: array.shape)
    case .uint8(let values): try Tensor(values, shape: array.shape)
    }
  }

  /// Everything below `group`, under its names there.
  func state(_ group: String) throws -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for path in arrays.keys where path.hasPrefix(group + "/") {
      result[String(path.dropFirst(group.count + 1))] = try tensor(path)
    }
    return result
  }
}
