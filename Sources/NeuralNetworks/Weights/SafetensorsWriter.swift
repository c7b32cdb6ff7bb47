internal import Foundation
public import Torch

/// Writes safetensors: float32, in the order given.
public enum SafetensorsWriter {
  /// Writes a file in one step: readers meet the old file or the whole new one.
  ///
  /// - Parameters:
  ///   - tensors: names and tensors; no name twice.
  ///   - metadata: text to keep beside them.
  /// - Throws: ``WeightFileError`` when it cannot be written.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:],
    to path: String
  ) throws {
    var header: [String: Any] = [:]
    if !metadata.isEmpty { header["__metadata__"] = metadata }
    var body = Data()
    for (name, tensor) in tensors {
      guard name != "__metadata__", header[name] == nil else {
        throw WeightFileError(path: path, reason: "cannot hold two tensors of the name '\(name)'")
      }
      let begin = body.count
      for element in try tensor.detached().elements(Float.self) {
        withUnsafeBytes(of: element.bitPattern.littleEndian) { body.append(contentsOf: $0) }
      }
      header[name] = [
        "dtype": StoredElement.float32.rawValue, "shape": tensor.shape,
        "data_offsets": [begin, body.count],
      ]
    }
    do {
      var json = try JSONSerialization.data(
        withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
      // Spaces, so that elements begin at a multiple of eight bytes.
      json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
      var file = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
      file.append(json)
      file.append(body)
      try file.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw WeightFileError(
        path: path, reason: "cannot be written: \(error.localizedDescription)")
    }
  }
}
