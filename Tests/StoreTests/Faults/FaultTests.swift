import Foundation
import Store
import Testing

/// A short selection of `make faults`, see docs/faults.md.
@Suite(.serialized) struct FaultTests {
  static let driver: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return [bundle, Outside.package.appending(path: ".build/release")]
      .map { $0.appending(path: "StoreDriver").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "StoreDriver"
  }()

  @Test(
    .enabled(if: Outside.hasPython, ReaderTests.without),
    arguments: [
      "kills", "resumptions", "boundaries", "power", "failing_calls", "journal_cuts", "checkpoints",
      "refusals",
      "seals", "contention", "readers", "features", "adopted", "full_disk",
    ])
  func nothingIsLost(test: String) throws {
    let scratch = try ScratchFolder()
    let script = Outside.package.appending(path: "scripts/faults/run").path
    let table = try Outside.run(
      Outside.python, [script, "--short", "--only", test, "--driver", Self.driver],
      in: scratch.path)
    #expect(table.contains("\n\(test) "), "\(table)")
  }
}
