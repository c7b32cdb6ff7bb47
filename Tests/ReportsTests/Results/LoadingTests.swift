import Foundation
import Reports
import Store
import Testing

@Suite struct LoadingTests {
  @Test func aFolderReadsAsItWasWritten() throws {
    let folder = try TemporaryFolder()
    let sweep = FakeSweep()
    try sweep.write(to: folder.url)
    let results = try SweepResults(folder: folder.url)
    #expect(results.specification == sweep.specification)
    #expect(results.trials.map(\.record) == sweep.trials.map(\.record))
    #expect(results.trials.allSatisfy { $0.state == .done })
    #expect(
      try Comparison(of: results, options: .init(scope: .axis("loss"))).terminalTable()
        == Comparison(of: sweep.results, options: .init(scope: .axis("loss"))).terminalTable())
  }

  @Test func exportReadsTheFolder() throws {
    let folder = try TemporaryFolder()
    let source = folder.url.appending(path: "sweep")
    try FakeSweep().write(to: source)
    let destination = folder.url.appending(path: "out/losses")
    let summary = try Exporter(sweepFolder: source, destination: destination).export()
    #expect(summary.finished == 6)
    let contents = try MergedContents(results: FakeSweep().results)
    let reader = try MergedFileReader(path: destination.appending(path: "merged.h5").path)
    #expect(try reader.difference(from: contents) == nil)
  }

  @Test func missingAndDamagedRecordsAreStatedAndLeftOut() throws {
    let folder = try TemporaryFolder()
    try FakeSweep().write(to: folder.url)
    let sweep = SweepFolder(folder.url.path)
    try FileManager.default.removeItem(atPath: sweep.run("trial-1").path)
    let damaged = URL(filePath: sweep.run("trial-2").recordPath)
    try Data(contentsOf: damaged).dropLast(100).write(to: damaged)
    let results = try SweepResults(folder: folder.url)
    #expect(results.trials.map(\.state) == [.done, .planned, .failed, .done, .done, .done])
    let comparison = try Comparison(of: results, options: .init(scope: .axis("loss")))
    #expect(comparison.rows[0].seeds == [0])
    #expect(comparison.rows[1].seeds == [1])
    #expect(comparison.remarks[0] == "Left out: base (capi), seed 1 (trial 1): planned.")
    #expect(
      comparison.remarks[1].hasPrefix(
        "Left out: direct, seed 0 (trial 2): failed: \(damaged.path): "))
    // No seed is common to the two settings.
    #expect(comparison.rows[1].cells[0].difference == nil)
  }

  @Test func aFolderWithoutAPlanIsNoSweep() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ReportError.notASweep(folder: folder.url.path)) {
      try SweepResults(folder: folder.url)
    }
    try Data("{".utf8).write(to: folder.url.appending(path: "sweep.json"))
    #expect {
      try SweepResults(folder: folder.url)
    } throws: { error in
      guard case ReportError.unreadable(let path, _) = error else { return false }
      return path.hasSuffix("/sweep.json")
    }
  }
}
