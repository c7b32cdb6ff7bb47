import Foundation
import Store

/// A file that is made without the store, as HDF5 makes those of `capi export`, and put in place by
/// it; three times, each with other bytes.
struct FakeExport {
  let path: String
  let acknowledgements: Acknowledgements?

  func run() throws {
    for number in 1...3 as ClosedRange<UInt8> {
      let temporary = AtomicFile.temporaryPath(for: path)
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o644)
      // Several pages, so that a part of them can be lost.
      let bytes = [UInt8](repeating: number, count: 10_000)
      guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count,
        close(descriptor) == 0
      else { throw StoreError(.system(errno), path: temporary, reason: "cannot be written") }
      try AtomicFile.adopt(temporary, as: path)
      acknowledgements?.say("adopted \(number)")
    }
  }
}
