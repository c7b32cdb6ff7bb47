import Foundation
import Store
import Testing

/// Trainings that health rules end.
@Suite struct CollapseTests {
  @Test func `a collapsed training fails with the reason and keeps its last state`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      [
        "run", "experiment.yaml", "training.steps=50", "health.target_entropy=100",
        "health.patience=3", "health.warmup=0", "-o", "out",
      ], in: folder)
    #expect(result.code == 1)
    let reason =
      "collapsed: target_entropy was below 100.0 nat for 3 steps, until step 2; the last state is "
      + "kept"
    #expect(result.errors.hasSuffix("error: the run failed: \(reason)\n"))
    let record = try RunStore.read(RunFolder(folder.url("out")))
    #expect(record.header.state == .failed)
    #expect(record.header.stateReason == reason)
    #expect(record.header.lastStep == 2)
    #expect(folder.exists("out/checkpoints/failure-2.h5"))
  }

  @Test func `a rule that is kept changes nothing`() async throws {
    let folder = try TinyFiles.folder()
    for (out, rules) in [("without", []), ("with", ["health.target_entropy=0.000001"])] {
      let result = try await Capi.run(
        ["run", "experiment.yaml", "probes=[]", "-o", out] + rules, in: folder)
      #expect(result.code == 0, "\(result.errors)")
    }
    let (one, other) = try (
      RunStore.read(RunFolder(folder.url("without"))), RunStore.read(RunFolder(folder.url("with")))
    )
    #expect(one.repeatable == other.repeatable)
    #expect(one.header.runID == other.header.runID)
  }
}
