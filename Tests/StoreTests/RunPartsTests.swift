import Foundation
import Store
import Testing

/// Reading less of a record than there is.
@Suite struct RunPartsTests {
  private func sealed(_ scratch: ScratchFolder) throws -> RunFolder {
    let run = try scratch.makeRun()
    try RunStore.write(Sample.record, to: run)
    return run
  }

  @Test func whatIsNotAskedForIsEmptyAndTheRestIsWhatItWas() throws {
    let scratch = try ScratchFolder()
    let run = try sealed(scratch)
    let whole = Sample.record
    let least = try RunStore.read(run, [])
    #expect(least.header == whole.header)
    #expect(least.probes.map(\.scores.count) == whole.probes.map(\.scores.count))
    #expect(least.probes.allSatisfy { $0.grid.rowCount == 0 && $0.confusion == nil })
    #expect(least == RunRecord(header: whole.header, probes: least.probes))

    #expect(try RunStore.read(run, .curves).metrics == whole.metrics)
    #expect(try RunStore.read(run, .probeDetails).probes == whole.probes)
    let circumstances = try RunStore.read(run, .circumstances)
    #expect(circumstances.configuration == whole.configuration)
    #expect(circumstances.provenance == whole.provenance)
    #expect(circumstances.artifacts == whole.artifacts)
    #expect(circumstances.metrics.isEmpty)
  }

  @Test func lastValuesAreTheLastThatAreNotNaN() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    var record = Sample.record
    record.metrics[0].columns[0].values = [3, 0.5, .nan]
    record.metrics[0].columns[1].values = [.nan, .nan, .nan]
    try RunStore.write(record, to: run)
    let read = try RunStore.read(run, .lastValues)
    #expect(read.metrics.map(\.name) == ["train", "empty"])
    #expect(read.metrics[0].steps == [30])
    #expect(read.metrics[0].columns[0].values == [0.5])
    #expect(read.metrics[0].columns[0].unit == "nat")
    #expect(read.metrics[0].columns[1].values.map(\.isNaN) == [true])
    #expect(read.metrics[1] == record.metrics[1])
  }

  /// A byte of a curve, far from what is asked for.
  @Test func damageInPartsThatAreNotReadIsFoundAllTheSame() throws {
    let scratch = try ScratchFolder()
    let run = try sealed(scratch)
    var bytes = try read(run.recordPath)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("naïve".utf8)) })
    bytes[place] ^= 1
    try Data(bytes).write(to: URL(filePath: run.recordPath))
    #expect(
      message { try RunStore.read(run, []) }
        == "\(run.recordPath): does not match its seal: its bytes changed after it was written")
  }

  @Test func aJournalIsReadWhateverIsAskedFor() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let (log, lease) = try RunLogTests.begin(run)
    for step in 0..<3 as Range<Int64> { try RunLogTests.row(log, step) }
    #expect(try Run.open(run, reading: []).record == log.record)
    #expect(try TrialStanding.read(run, []).state == .running)
    lease.release()
    let standing = try TrialStanding.read(run, [])
    #expect(standing.state == .interrupted)
    #expect(standing.reason == "its process ended before the run did; the next start goes on")
    #expect(standing.record?.header.lastStep == 2)
  }

  @Test func aTrialWithoutARecordIsPlannedAndADamagedOneHasFailed() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    #expect(try TrialStanding.read(run, .all).state == .planned)
    _ = try scratch.write([1, 2, 3], "run/run.h5")
    let standing = try TrialStanding.read(run, .all)
    #expect(standing.state == .failed)
    #expect(standing.reason == "\(run.recordPath): is cut short: it has 3 bytes and no seal")
    #expect(standing.record == nil)
  }

  @Test func evaluationsAreListedByName() throws {
    let scratch = try ScratchFolder()
    let run = try sealed(scratch)
    #expect(run.evaluations().isEmpty)
    for id in ["b", "a", "empty"] { try run.evaluation(id).create() }
    for id in ["b", "a"] { try RunStore.write(Sample.minimal, to: run.evaluation(id)) }
    #expect(run.evaluations().map(\.path) == ["a", "b"].map { "\(run.path)/evaluations/\($0)" })
  }
}
