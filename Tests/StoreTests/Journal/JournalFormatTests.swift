import Foundation
import Store
import Testing

/// The bytes of a journal.
@Suite struct JournalFormatTests {
  /// One of every type, with what is hard to store.
  static let entries: [JournalEntry] = [
    .opened(JournalOpening(generation: 3, runID: "räd")),
    .metric(
      MetricDeclaration(
        number: 0, stream: "train", name: "loss ∇", unit: "nat", longName: "a loss",
        direction: .lower)),
    .row(
      JournalRow(
        stream: "train", epoch: 0.5, wallTime: 1.25,
        values: [
          .init(metric: 0, value: Double(nan: 7, signaling: false)), .init(metric: 0, value: -0.0),
        ])),
    .event(RunEvent(step: 12, wallTime: 1.5, level: .warning, text: "schön 🙂\nzweite Zeile")),
    .probe(Sample.probes[0]), .probe(Sample.probes[3]),
    .artifact(
      Artifact(
        kind: "checkpoint", path: "checkpoints/step-9.h5", bytes: 1 << 40, sha256: "ab", step: 9)),
    .artifactRemoved(path: "checkpoints/step-9.h5"),
    .state(.interrupted, reason: "stopped", complete: false, utc: "2026-01-31T12:00:00Z"),
  ]

  /// All of them in one file.
  static let bytes: [UInt8] = entries.enumerated().flatMap { record($1, UInt64($0 + 1)).encoded }

  static func record(_ entry: JournalEntry, _ sequence: UInt64) -> JournalRecord {
    let step: Int64 =
      switch entry {
      case .event(let event): event.step
      case .probe(let result): result.step
      case .artifact(let artifact): artifact.step
      default: -1
      }
    return JournalRecord(
      type: entry.type, attempt: 2, sequence: sequence, step: step, payload: entry.payload)
  }

  @Test func `the checksum is CRC-32C`() {
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.checksum([]) == 0)
    // RFC 3720, B.4.
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum([UInt8](repeating: 255, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46DD_794E)
  }

  @Test func `the layout is that of the documentation`() {
    let record = JournalRecord(type: 7, attempt: 2, sequence: 5, step: -1, payload: [9])
    let start: [UInt8] = [0x43, 0x4A, 0x52, 0x31, 1, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0, 0]
    let sequence: [UInt8] = [5, 0, 0, 0, 0, 0, 0, 0]
    let wanted: [UInt8] = start + sequence + [UInt8](repeating: 255, count: 8) + [9]
    #expect(Array(record.encoded.dropLast(4)) == wanted)
  }

  @Test func `every entry reads back as it was written`() throws {
    let scan = try JournalScan(Self.bytes, path: "journal.1")
    #expect(scan.tornBytes == 0)
    #expect(scan.records.map(\.record.sequence) == (1...UInt64(Self.entries.count)).map { $0 })
    let entries = try scan.records.map { try JournalEntry($0.record, path: "journal.1") }
    #expect(entries == Self.entries)
  }

  @Test func `cut anywhere, the whole records before the cut are left`() throws {
    let whole = try JournalScan(Self.bytes, path: "journal.1").records
    for length in 0...Self.bytes.count {
      let scan = try JournalScan(Array(Self.bytes.prefix(length)), path: "journal.1")
      let wanted = whole.filter { $0.offset + $0.record.encoded.count <= length }
      #expect(scan.records == wanted)
      #expect(scan.length + scan.tornBytes == length)
    }
  }

  @Test func `any flipped bit is found`() throws {
    let whole = try JournalScan(Self.bytes, path: "journal.1").records
    let last = try #require(whole.last).offset
    for bit in 0..<(Self.bytes.count * 8) {
      var bytes = Self.bytes
      bytes[bit / 8] ^= 1 << (bit % 8)
      let place = whole.last { $0.offset <= bit / 8 }?.offset ?? 0
      if place == last {
        // No different from a record that a crash cut short.
        #expect(try JournalScan(bytes, path: "journal.1").records == whole.dropLast())
      } else {
        let next = whole.first { $0.offset > place }?.offset ?? 0
        #expect(
          message { try JournalScan(bytes, path: "journal.1") }
            == "journal.1: the record at byte \(place) is broken, and a whole one follows at byte "
            + "\(next): the file was changed after it was written; restore it from a copy")
      }
    }
  }

  @Test func `a payload that its type does not mean is refused`() {
    func reading(_ type: UInt16, _ payload: [UInt8]) -> String {
      let record = JournalRecord(type: type, attempt: 0, sequence: 4, step: 0, payload: payload)
      return message { try JournalEntry(record, path: "journal.1") }
    }
    let start = "journal.1: record 4 (type 7) cannot be understood: "
    #expect(reading(7, [9, 0]) == start + "it ends in the middle of a number")
    #expect(reading(7, [9, 0, 0, 0, 65]) == start + "it ends in the middle of a text")
    #expect(reading(7, [1, 0, 0, 0, 255]) == start + "it holds a text that is not UTF-8")
    #expect(reading(7, [1, 0, 0, 0, 65, 1]) == start + "1 bytes of it are left over")
    let longList = [UInt8](repeating: 0, count: 20) + [255, 255, 255, 255]
    #expect(
      reading(3, longList)
        == "journal.1: record 4 (type 3) cannot be understood: it ends in the middle of a list")
    // Unknown types are for later versions.
    #expect(reading(999, [1]) == "no error")
  }
}
