import Foundation
import HDF5
import Store
import Testing

@Suite struct RunStoreTests {
  @Test(arguments: [true, false]) func whatIsSealedComesBack(isFull: Bool) throws {
    let record = isFull ? Sample.record : Sample.minimal
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    try RunStore.write(record, to: run)
    #expect(try RunStore.read(run) == record)
    #expect(try RunStore.read(file: run.recordPath) == record)
    #expect(try scratch.names(in: run.path) == ["checkpoints", "run.h5"])
  }

  @Test(arguments: RunState.allCases) func everyStateComesBack(state: RunState) throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    var record = Sample.minimal
    record.header.state = state
    try RunStore.write(record, to: run)
    #expect(try RunStore.read(run).header.state == state)
  }

  @Test func equalityIsByBits() throws {
    var changed = Sample.record
    #expect(changed == Sample.record)
    changed.metrics[0].columns[1].values[0] = 0.0
    #expect(changed != Sample.record)
  }

  @Test func twoSealsOfOneRecordAreTheSameBytes() throws {
    let scratch = try ScratchFolder()
    let (first, second) = (try scratch.makeRun("first"), try scratch.makeRun("second"))
    let written = try RunStore.write(Sample.record, to: first)
    try RunStore.write(Sample.record, to: second)
    try RunStore.write(Sample.record, to: second)
    let bytes = try read(first.recordPath)
    #expect(try bytes == read(second.recordPath))
    #expect(written.bytes == Int64(bytes.count))
    #expect(written.sha256 == Digest.sha256(bytes))
    #expect(written.path == first.recordPath)
  }

  @Test func manyRowsAndColumnsComeBack() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    var record = Sample.minimal
    let rows = 5000
    record.metrics = [
      MetricStream(
        name: "train", steps: (0..<rows).map(Int64.init), epochs: Array(repeating: 0, count: rows),
        wallTimes: Array(repeating: 1, count: rows), attempts: Array(repeating: 0, count: rows),
        columns: (0..<40).map { column in
          MetricColumn(name: "m\(column)", values: (0..<rows).map { Double($0 * column) })
        })
    ]
    try RunStore.write(record, to: run)
    #expect(try RunStore.read(run) == record)
  }

  @Test func aRecordThatCannotBeSealedLeavesTheOldOne() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    try RunStore.write(Sample.minimal, to: run)
    var bad = Sample.record
    bad.metrics[0].columns[0].values.removeLast()
    #expect(throws: StoreError.self) { try RunStore.write(bad, to: run) }
    #expect(try RunStore.read(run) == Sample.minimal)
    #expect(try scratch.names(in: run.path) == ["checkpoints", "run.h5"])
  }

  @Test(.enabled(if: geteuid() != 0, "root may write to read-only folders"))
  func aReadOnlyFolderLeavesTheOldRecord() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    try RunStore.write(Sample.minimal, to: run)
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: run.path)
    defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: run.path) }
    #expect(throws: StoreError.self) { try RunStore.write(Sample.record, to: run) }
    #expect(try RunStore.read(run) == Sample.minimal)
  }

  @Test func aNameThatCannotBeTakenLeavesNoTemporaryFile() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    try FileManager.default.createDirectory(
      atPath: run.recordPath + "/inside", withIntermediateDirectories: true)
    #expect(
      message { try RunStore.write(Sample.minimal, to: run) }
        == "\(run.recordPath): could not take its name: Is a directory")
    #expect(try scratch.names(in: run.path) == ["checkpoints", "run.h5"])
    #expect(try scratch.names(in: run.recordPath) == ["inside"])
  }

  @Test func readersMeetTheOldOrTheNewRecordDuringSeals() async throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    try RunStore.write(Sample.minimal, to: run)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for turn in 0..<40 {
          try RunStore.write(turn % 2 == 0 ? Sample.record : Sample.minimal, to: run)
        }
      }
      group.addTask {
        for _ in 0..<40 {
          let record = try RunStore.read(run)
          #expect(record == Sample.record || record == Sample.minimal)
        }
      }
      try await group.waitForAll()
    }
  }
}
