import Experiments
import Store
import Testing

/// Runs whose rows are not all kept are resumed exactly, too.
extension AttemptsTests {
  @Test func `a resumed training collapses at the step of an uninterrupted one`() throws {
    let runs = try TinyRuns()
    let rules = [
      "training.log_every=5", "health.target_entropy=100", "health.patience=8", "health.warmup=0",
    ]
    let whole = try runs.run("whole", rules)
    #expect(whole.reason.contains("below 100.0 nat for 8 steps, until step 7;"))
    // In the middle of a gap between two rows, twice.
    for stop in [3, 6] { #expect(try runs.run("out", rules, stop: stop).state == .interrupted) }
    let resumed = try runs.run("out", rules)
    #expect(resumed.reason == whole.reason)
    #expect(resumed.record.repeatable == whole.record.repeatable)
  }

  @Test func `a rule that is new counts the rows that there are`() throws {
    let runs = try TinyRuns()
    _ = try runs.run("out", ["training.log_every=2"], stop: 6)
    let resumed = try runs.run(
      "out",
      [
        "training.log_every=2", "health.target_entropy=100", "health.patience=8", "health.warmup=0",
      ])
    // Rows of steps 0, 2 and 4, then each step.
    #expect(resumed.reason.contains("until step 10;"))
  }

  @Test func `the best checkpoint is kept whether or not its step has a row`() throws {
    let runs = try TinyRuns()
    let settings = [
      // The rate is lowest at the first checkpoint.
      "output.checkpoint_best=learning_rate", "optimizer.warmup=0.5", "optimizer.truncation=0.5",
      "output.checkpoint_steps=3", "output.checkpoint_keep=1",
    ]
    _ = try runs.run("dense", settings)
    #expect(runs.checkpoints("dense") == [2, 19])
    let sparse = settings + ["training.log_every=100"]
    let whole = try runs.run("sparse", sparse)
    #expect(runs.checkpoints("sparse") == [2, 19])
    #expect(whole.record.metricStream("train")?.steps == [0, 19])
    // Behind a checkpoint by steps, and in between.
    for stop in [9, 13] { _ = try runs.run("resumed", sparse, stop: stop) }
    #expect(runs.checkpoints("resumed") == [2, 12])
    let resumed = try runs.run("resumed", sparse)
    #expect(runs.checkpoints("resumed") == [2, 19])
    #expect(resumed.record.repeatable == whole.record.repeatable)
  }
}
