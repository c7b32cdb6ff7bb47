import Foundation
import Store
import Testing

/// Runs that are written, killed, read and continued.
@Suite struct RunLogTests {
  static let start = RunAttempt(
    number: 0, startedUTC: "2026-01-31T12:00:00Z", host: "höst", processID: 17, firstStep: 0)

  static var empty: RunRecord {
    RunRecord(
      header: RunHeader(
        runID: "r", state: .running, createdUTC: "2026-01-31T12:00:00Z",
        sealedUTC: "2026-01-31T12:00:00Z", creatorVersion: "0.1.0"),
      provenance: Provenance(attempts: [start]))
  }

  /// Where to begin again.
  static func again(_ step: Int64) -> RunAttempt {
    RunAttempt(
      number: -1, startedUTC: "2026-01-31T13:00:00Z", host: "höst", processID: 18, firstStep: step)
  }

  static func begin(_ folder: RunFolder) throws -> (RunLog, RunLease) {
    let lease = try RunLease(folder)
    return (try RunLog(beginning: empty, in: folder, holding: lease), lease)
  }

  @discardableResult
  static func row(_ log: RunLog, _ step: Int64, loss: Double? = nil, speed: Double = 1) throws
    -> [RunEvent]
  {
    try log.append(
      to: "train", step: step, epoch: Double(step) / 4, wallTime: Double(step) * speed,
      [
        .init("loss", loss ?? 1 / Double(step + 1), unit: "nat", direction: .lower),
        .init("images_per_second", 100 * speed, unit: "1/s"),
      ])
  }

  @Test func `a killed run reads as what was written, whatever the last bytes are`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let (log, lease) = try Self.begin(run)
    for step in 0..<5 as Range<Int64> { try Self.row(log, step) }
    try log.note(RunEvent(step: 4, wallTime: 4, level: .info, text: "here"))
    try log.add(Sample.probes[1])
    let written = log.record
    #expect(try Run.open(run).record == written)
    #expect(try Run.open(run.recordPath).record == written)
    #expect(try !Run.open(run.path).isSealed)
    #expect(try RunStore.read(run).metrics.isEmpty)
    lease.release()

    let journal = try read(run.journalPath(generation: 1))
    let offsets = try JournalScan.read(run.journalPath(generation: 1)).records.map(\.offset)
    for length in 0..<journal.count {
      _ = try scratch.write(Array(journal.prefix(length)), "run/journal.1")
      let left = try Run.open(run).record
      let records = offsets.count { $0 <= length } - 1
      // Opening, two metrics, five rows, event, probe.
      #expect((left.metrics.first?.rowCount ?? 0) == min(max(records - 3, 0), 5))
      #expect(left.probes.isEmpty)
    }
  }

  @Test func `sealing changes where things are, not what they are`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let (log, _) = try Self.begin(run)
    for step in 0..<3 as Range<Int64> { try Self.row(log, step) }
    try log.seal()
    #expect(run.journalGenerations() == [2])
    let sealed = try read(run.recordPath)
    try log.seal()
    #expect(try read(run.recordPath) == sealed)
    #expect(run.journalGenerations() == [2])
    #expect(try Run.open(run).isSealed)
    #expect(try Run.open(run).record == log.record)
    #expect(try RunStore.read(run) == log.record)
    try Self.row(log, 3)
    #expect(try Run.open(run).record == log.record)
    try log.end(.done, complete: true)
    #expect(run.journalGenerations() == [])
    let record = try RunStore.read(run)
    #expect(record == log.record)
    #expect(record.header.state == .done)
    #expect(record.metricStream("train")?.steps == [0, 1, 2, 3])
    #expect(record.provenance.attempts[0].endedUTC == record.header.sealedUTC)
  }

  @Test func `a journal that was sealed and not removed counts once`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let (log, _) = try Self.begin(run)
    for step in 0..<3 as Range<Int64> { try Self.row(log, step) }
    let before = try read(run.journalPath(generation: 1))
    try log.seal()
    for step in 3..<5 as Range<Int64> { try Self.row(log, step) }
    _ = try scratch.write(before, "run/journal.1")
    #expect(try Run.open(run).record == log.record)
    // A crash before the new journal had its first record.
    _ = try scratch.write([0x43], "run/journal.3")
    #expect(try Run.open(run).record == log.record)
  }

  @Test func `a gap between record and journal is refused`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let (log, _) = try Self.begin(run)
    try Self.row(log, 0)
    let old = try read(run.recordPath)
    try log.seal()
    let path = run.journalPath(generation: 2)
    _ = try scratch.write(old, "run/run.h5")
    #expect(
      message { try Run.open(run) }
        == "\(path): begins with record 5, but the last one before it is 0: a file in between is "
        + "missing, or run.h5 is older than the journal")
    try FileManager.default.removeItem(atPath: run.recordPath)
    #expect(
      message { try Run.open(run) }
        == "\(run.recordPath): is not there, but journal.2, which goes on from it, is: restore it "
        + "from a copy")
  }

  @Test func `the journal of another run is refused`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    _ = try Self.begin(run)
    let opening = JournalEntry.opened(JournalOpening(generation: 1, runID: "other"))
    func write(_ entry: JournalEntry) throws {
      _ = try scratch.write(JournalFormatTests.record(entry, 1).encoded, "run/journal.1")
    }
    try write(opening)
    let path = run.journalPath(generation: 1)
    #expect(
      message { try Run.open(run) }
        == "\(path): says that it is journal 1 of the run other, not journal 1 of r")
    try write(
      .opened(JournalOpening(version: 9, minimumReader: 4, generation: 1, runID: "r")))
    #expect(
      message { try Run.open(run) }
        == "\(path): was written with journal version 9, which needs a reader of version 4 or "
        + "later; this program reads up to version 1: use a newer one")
    try write(.artifactRemoved(path: "x"))
    #expect(
      message { try Run.open(run) } == "\(path): does not begin with an opening record")
  }

  @Test func `a continued run supersedes, compares, and says what it found`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    var (log, lease) = try Self.begin(run)
    for step in 0..<6 as Range<Int64> { try Self.row(log, step) }
    lease.release()

    lease = try RunLease(run)
    log = try RunLog(continuing: run, holding: lease, Self.again(3))
    #expect(log.record.header.lastStep == 2)
    #expect(log.record.provenance.attempts.map(\.number) == [0, 1])
    #expect(log.record.metricStream("train")?.steps == [0, 1, 2])
    #expect(log.record.superseded.map(\.attempt) == [0])
    #expect(log.record.superseded.first?.metrics.first?.steps == [3, 4, 5])
    // Another speed is no difference.
    #expect(try Self.row(log, 3, speed: 2).isEmpty)
    #expect(try Self.row(log, 4, speed: 2).isEmpty)
    let events = try Self.row(log, 5, speed: 2)
    #expect(events.map(\.text) == ["3 rows computed again: equal bit by bit"])
    #expect(events.map(\.level) == [.info])
    #expect(try Self.row(log, 6).isEmpty)
    #expect(log.record.metricStream("train")?.attempts == [0, 0, 0, 1, 1, 1, 1])
    #expect(try Run.open(run).record == log.record)
    lease.release()

    lease = try RunLease(run)
    log = try RunLog(continuing: run, holding: lease, Self.again(5))
    #expect(
      try Self.row(log, 5, loss: 7).map(\.text) == [
        "step 5 came out differently when it was computed again: loss is 7.0, was "
          + "\(1 / 6.0)"
      ])
    let summary = try Self.row(log, 6)
    #expect(summary.map(\.text) == ["2 rows computed again: 1 came out differently"])
    #expect(summary.map(\.level) == [.warning])
    try log.end(.done, complete: true)
    let record = try RunStore.read(run)
    #expect(record.superseded.map(\.attempt) == [0, 1])
    #expect(record.superseded.last?.metrics.first?.steps == [5, 6])
    #expect(record.events.count == 3)
    #expect(record.metricStream("train")?.attempts == [0, 0, 0, 1, 1, 2, 2])
  }

  @Test func `a run is not begun twice, nor without its lease`() throws {
    let scratch = try ScratchFolder()
    let (run, other) = (try scratch.makeRun(), try scratch.makeRun("other"))
    let (log, lease) = try Self.begin(run)
    #expect(
      message { try RunLog(beginning: Self.empty, in: run, holding: lease) }
        == "\(run.path): holds a run already")
    #expect(
      message { try RunLog(continuing: other, holding: lease, Self.start) }
        == "\(other.path): is not the folder that the lease on \(run.path) is for")
    try log.end(.done)
    #expect(message { try log.seal() }.hasSuffix(": the journal has been closed"))
  }

  @Test func `following tells everything once, and ends with the run`() async throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let (log, lease) = try Self.begin(run)
    for step in 0..<3 as Range<Int64> { try Self.row(log, step) }
    var updates: [RunUpdate] = []
    var isEnded = false
    for try await update in Run.follow(run.path, every: .milliseconds(1)) {
      updates.append(update)
      if !isEnded, case .row(let row) = update, row.steps == [2] {
        isEnded = true
        try log.seal()
        try Self.row(log, 3)
        try log.note(RunEvent(step: 3, wallTime: 3, level: .info, text: "soon"))
        try log.end(.done, complete: true)
        lease.release()
      }
    }
    let steps = updates.flatMap { update -> [Int64] in
      if case .row(let row) = update { row.steps } else { [] }
    }
    #expect(steps == [0, 1, 2, 3])
    #expect(updates.first == .state(.running, reason: ""))
    #expect(updates.contains(.state(.done, reason: "")))
    #expect(
      updates.contains { if case .event(let event) = $0 { event.text == "soon" } else { false } })
  }
}
