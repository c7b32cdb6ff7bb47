import Experiments
import Foundation
import Testing

/// What a run needs on the disk.
@Suite struct DiskEstimateTests {
  private let estimate = DiskEstimate(
    checkpointBytes: 2_000_000_000, checkpoints: 3, recordBytes: 40_000_000)

  @Test func `refuses what cannot fit, with the numbers`() {
    #expect(estimate.bytes == 6_040_000_000)
    let error = #expect(throws: ExperimentError.self) {
      try estimate.check(available: 5_000_000_000, used: 0, folder: "runs/x")
    }
    #expect(
      error?.description
        == "runs/x: the run needs about 6.0 GB on the disk (3 checkpoints of 2.0 GB, and 40.0 MB "
        + "for its record), but only 5.0 GB are free; make room, or keep fewer checkpoints "
        + "(output.checkpoint_keep, output.checkpoint=false)")
  }

  @Test func `counts features on the disk`() {
    let estimate = DiskEstimate(
      checkpointBytes: 0, checkpoints: 3, recordBytes: 1_000_000, featureBytes: 2_000_000)
    #expect(estimate.bytes == 3_000_000)
    let error = #expect(throws: ExperimentError.self) {
      try estimate.check(available: 2_000_000, used: 0, folder: "runs/x")
    }
    #expect(
      error?.description
        == "runs/x: the run needs about 3.0 MB on the disk (3 checkpoints of 0 bytes, and 1.0 MB for "
        + "its record, and 2.0 MB for features of probed images), but only 2.0 MB are free; make "
        + "room, or keep fewer checkpoints (output.checkpoint_keep, output.checkpoint=false) or "
        + "features in memory (evaluation.features=memory)")
  }

  @Test func `words of Foundation's errors have no domain`() {
    let inner = NSError(domain: NSPOSIXErrorDomain, code: 28)
    for error in [
      CocoaError(.fileWriteOutOfSpace, userInfo: [NSUnderlyingErrorKey: inner]) as any Error,
      NSError(domain: NSCocoaErrorDomain, code: 640, userInfo: [NSUnderlyingErrorKey: inner]),
      NSError(domain: "other", code: 1), POSIXError(.EIO),
    ] {
      let text = ErrorSentence.text(of: error)
      #expect(!text.isEmpty && !text.contains("Error Domain="), "\(text)")
    }
    #expect(ErrorSentence.text(of: ExperimentError("as it is")) == "as it is")
  }

  @Test func `counts what is there already, and asks nothing where the system does not say`() throws
  {
    try estimate.check(available: 5_000_000_000, used: 2_000_000_000, folder: "runs/x")
    try estimate.check(available: nil, used: 0, folder: "runs/x")
  }

  @Test func `bytes are readable`() {
    #expect(DiskEstimate.text(0) == "0 bytes")
    #expect(DiskEstimate.text(999) == "999 bytes")
    #expect(DiskEstimate.text(1_234) == "1.2 kB")
    #expect(DiskEstimate.text(1_500_000) == "1.5 MB")
  }
}
