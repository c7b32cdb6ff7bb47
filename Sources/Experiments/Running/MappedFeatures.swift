import Foundation
import Torch

/// Features of half precision in a file without a name, mapped into memory.
///
/// The file is removed as soon as it is mapped: its space is free again when the last tensor on it
/// goes, whatever becomes of the program.
final class MappedFeatures {
  private let path: String
  private let handle: FileHandle
  private var count = 0

  private static let view = Operator("aten::view", "dtype")
  private static let map = Operator("aten::from_file")

  /// - Parameter folder: where the file lies while it is written; needs 2 bytes a value.
  init(in folder: String) throws {
    path = "\(folder)/.features.\(UUID().uuidString).capi-tmp"
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw ExperimentError("\(path) cannot be written; evaluation.features: disk needs it") }
    self.handle = handle
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Adds values, row-major.
  func append(_ tensor: Tensor) throws {
    let half = try tensor.to(.float16).to(.cpu).contiguous()
    try handle.write(
      contentsOf: Data(try Self.view(.tensor(half), .dtype(.uint8)).elements(UInt8.self)))
    count += tensor.elementCount
  }

  /// All values, as `[image, token, channel]`; the file is gone from its folder.
  func mapped(tokens: Int, channels: Int) throws -> Tensor {
    try handle.close()
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try Self.map(.string(path), .bool(false), .int(count), .dtype(.float16))
      .reshaped(-1, tokens, channels)
  }
}
