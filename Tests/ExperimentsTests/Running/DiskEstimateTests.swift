import Experiments
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
