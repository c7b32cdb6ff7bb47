internal import Foundation
public import Torch

/// A file of named tensors: safetensors, or a state dict that `torch.save` wrote.
///
/// Opening it reads the names; elements are read when they are asked for. Nothing in a file is run,
/// and a damaged file gives an error that says so.
public struct WeightFile {
  public enum Format: String, Sendable, CaseIterable {
    case safetensors
    /// A zip archive of `torch.save`, usually named `.pth` or `.pt`.
    case pytorch
  }

  public let path: String
  public let format: Format
  /// In the order of the file.
  public let entries: [WeightEntry]
  /// Text that the file carries beside its tensors.
  public let metadata: [String: String]
  /// Names of a state dict that are no tensors: counters and the like.
  public let otherNames: [String]
  private let source: ByteSource

  /// Opens a file; its first bytes tell its format.
  ///
  /// - Throws: ``WeightFileError`` for a file that is missing, of another format, damaged, or a
  ///   pickle that asks for more than tensors.
  public init(_ path: String) throws(WeightFileError) {
    self.path = path
    source = try ByteSource(path)
    let start = [UInt8](
      try source.bytes(at: 0, count: min(16, source.size), of: "its beginning"))
    if start.starts(with: [0x50, 0x4B]) {
      format = .pytorch
      let state = try TorchArchive(source).stateDictionary()
      (entries, otherNames, metadata) = (state.entries, state.otherNames, [:])
    } else if start.count > 8, start[8] == UInt8(ascii: "{") {
      format = .safetensors
      let header = try SafetensorsHeader.read(source)
      (entries, otherNames, metadata) = (header.entries, [], header.metadata)
    } else if start.starts(with: [0x80, 0x02, 0x8A, 0x0A]) {
      throw source.failure(
        "is in PyTorch's old format from before version 1.6, which is not read; load it with "
          + "torch.load and save it again with torch.save")
    } else {
      throw source.failure(
        "is neither safetensors nor a file of torch.save, which are the formats of weights")
    }
  }

  /// The tensor of an entry of this file, on the CPU, in the stored type (integers as int64).
  public func tensor(_ entry: WeightEntry) throws -> Tensor {
    let storage = entry.storage
    let data = try source.bytes(
      at: storage.offset, count: storage.count * entry.element.byteCount,
      of: "the tensor '\(entry.name)'")
    if let checksum = storage.checksum, CRC32.checksum(of: data) != checksum {
      throw source.failure("is damaged: the elements of '\(entry.name)' do not have their checksum")
    }
    let flat = try entry.element.tensor(data)
    guard let strides = entry.strides else { return try flat.reshaped(entry.shape) }
    return try flat.strided(entry.shape, strides: strides, from: entry.firstElement)
  }

  /// All tensors by name.
  ///
  /// - Throws: ``WeightFileError``, also where tensors that share elements would fill far more
  ///   memory than the file has bytes.
  public func tensors() throws -> [String: Tensor] {
    var total = 0
    for entry in entries {
      total += entry.byteCount
      guard total <= 4 * source.size else {
        throw source.failure("its tensors overlap: together they are far larger than the file")
      }
    }
    var tensors: [String: Tensor] = [:]
    for entry in entries { tensors[entry.name] = try tensor(entry) }
    return tensors
  }
}
