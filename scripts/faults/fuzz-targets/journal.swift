import Foundation
import Store

/// A run's folder with a sealed record, made once; each input becomes its journal.
private let folder: RunFolder? = {
  let folder = RunFolder(NSTemporaryDirectory() + "fuzz-\(UUID().uuidString)")
  let header = RunHeader(
    runID: "faults", state: .running, createdUTC: "2026-01-01T00:00:00Z",
    sealedUTC: "2026-01-01T00:00:00Z", creatorVersion: "0")
  guard (try? folder.create()) != nil,
    (try? RunStore.write(RunRecord(header: header), to: folder)) != nil
  else { return nil }
  return folder
}()

/// Any bytes as a journal: read or refused, never a crash, never more records than bytes allow.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard let folder else { fatalError("no folder to work in") }
  // Mutations seldom keep a checksum right, so every second input gets right ones.
  var input = Array(UnsafeBufferPointer(start: bytes, count: count))
  if input.first.map({ $0 & 1 == 0 }) ?? false { input = withChecksums(Array(input.dropFirst())) }
  if let scan = try? JournalScan(input, path: "fuzz") {
    precondition(scan.length <= input.count && scan.records.count <= input.count / 36)
  }
  let path = folder.journalPath(generation: 1)
  guard (try? Data(input).write(to: URL(fileURLWithPath: path))) != nil else { return 0 }
  _ = try? Run.open(folder)
  return 0
}

/// Sets the checksum of each record as far as lengths can be followed.
private func withChecksums(_ input: [UInt8]) -> [UInt8] {
  var bytes = input
  var offset = 0
  while offset + 36 <= bytes.count {
    let length = (0..<4).reduce(0) { $0 | Int(bytes[offset + 4 + $1]) << (8 * $1) }
    let end = offset + 32 + length
    guard length >= 0, end + 4 <= bytes.count else { break }
    let checksum = CRC32C.checksum(bytes[offset..<end])
    for index in 0..<4 { bytes[end + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index)) }
    offset = end + 4
  }
  return bytes
}
