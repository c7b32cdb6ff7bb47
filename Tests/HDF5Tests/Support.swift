import Foundation
import HDF5

/// A folder that is removed when the value goes.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "hdf5-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// Finds the repository's shared data: `CAPI_SHARED`, else `../shared` beside the package.
enum Shared {
  static let folder =
    ProcessInfo.processInfo.environment["CAPI_SHARED"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path

  static let parity = folder + "/parity/capi_a.h5"

  /// False skips a test; under CI the test runs and fails where its data is missing.
  static let hasParity =
    FileManager.default.fileExists(atPath: parity)
    || ProcessInfo.processInfo.environment["CI"] == "true"
}

/// The words of the error that `body` throws.
func message(_ body: () throws -> some Any) -> String {
  do {
    _ = try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}

/// A file with one of everything.
func makeSample() throws -> [UInt8] {
  let file = try File.createInMemory()
  try file.root.attributes.set("title", "größe 漢字 🙂")
  try file.root.attributes.set("list", ["b", "", "a"])
  try file.root.attributes.set("seed", Int64(-7))
  let zebra = try file.root.createGroup("zebra")
  try zebra.write("values", [1.5, -0.0, .nan, .infinity] as [Double])
  try zebra.write("matrix", [1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
  try zebra.write("texts", ["one", "", "drei\nzeilen ü"])
  let apple = try file.root.createGroup("apple")
  try apple.write(
    "packed", Array(0..<1000).map(Int64.init), layout: .compressed(chunk: [128], level: 6))
  try apple.write("bytes", [0, 128, 255] as [UInt8])
  try apple.write("small", [Int32.min, Int32.max])
  try apple.write("half", [Half(bits: 0x3C00), Half(bits: 0x7E00)])
  try apple.write("single", "one text")
  return try file.image()
}
