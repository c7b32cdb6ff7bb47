import Store
import Torch

/// Features of half precision in a file without a name, mapped into memory.
///
/// The file is removed as soon as it is mapped: its space is free again when the last tensor on it
/// goes, whatever becomes of the program.
final class MappedFeatures {
  private let file: ScratchFile
  private var count = 0

  private static let view = Operator("aten::view", "dtype")
  private static let map = Operator("aten::from_file")

  /// - Parameter folder: where the file lies while it is written; needs 2 bytes a value.
  /// - Throws: `StoreError` with code `system` when the disk refuses; so does ``append(_:)``.
  init(in folder: String) throws(StoreError) {
    file = try ScratchFile(in: folder, named: "features")
  }

  /// Adds values, row-major.
  func append(_ tensor: Tensor) throws {
    let half = try tensor.to(.float16).to(.cpu).contiguous()
    try file.append(try Self.view(.tensor(half), .dtype(.uint8)).elements(UInt8.self))
    count += tensor.elementCount
  }

  /// All values, as `[image, token, channel]`; the file is gone from its folder.
  func mapped(tokens: Int, channels: Int) throws -> Tensor {
    try file.close()
    defer { file.remove() }
    return try Self.map(.string(file.path), .bool(false), .int(count), .dtype(.float16))
      .reshaped(-1, tokens, channels)
  }
}
