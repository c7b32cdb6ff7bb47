import Foundation
import HDF5
import Store
import Testing

/// A folder that is removed when the value goes.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "store-tests-\(UUID().uuidString)"
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

  /// A run's folder, made on the disk.
  func makeRun(_ name: String = "run") throws -> RunFolder {
    let run = RunFolder("\(path)/\(name)")
    try run.create()
    return run
  }

  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }
}

/// What tests find outside the package.
enum Outside {
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let isCI = ProcessInfo.processInfo.environment["CI"] == "true"

  static let shared =
    ProcessInfo.processInfo.environment["CAPI_SHARED"]
    ?? package.deletingLastPathComponent().appendingPathComponent("shared").path
  static let parity = shared + "/parity/capi_a.h5"
  static let hasParity = isCI || FileManager.default.fileExists(atPath: parity)

  static let python =
    ProcessInfo.processInfo.environment["CAPI_PYTHON"]
    ?? package.appendingPathComponent(".deps/python/bin/python").path
  static let hasPython = isCI || FileManager.default.isExecutableFile(atPath: python)

  static let h5dump = "/usr/bin/h5dump"
  static let hasH5dump = isCI || FileManager.default.isExecutableFile(atPath: h5dump)

  /// Runs a program in a folder; its standard output.
  static func run(_ program: String, _ arguments: [String], in folder: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let (output, errors) = (Pipe(), "\(folder)/stderr.txt")
    try Data().write(to: URL(fileURLWithPath: errors))
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let said = try String(contentsOfFile: errors, encoding: .utf8)
    #expect(process.terminationStatus == 0, "\(said)")
    return String(decoding: data, as: UTF8.self)
  }
}

func read(_ path: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: path)))
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
