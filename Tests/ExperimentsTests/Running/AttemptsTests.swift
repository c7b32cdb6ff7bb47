import Experiments
import Foundation
import Store
import Testing

/// What a run knows of the attempts before. One test at a time: the number of threads is the process's.
@Suite(.serialized) struct AttemptsTests {
  private func options(_ commit: String, _ arguments: [String], threads: Int = 1) -> RunOptions {
    RunOptions(threads: threads, arguments: arguments, source: SourceState(commit: commit))
  }

  @Test func `what the first attempt was made with stays, and a change is an event`() throws {
    let runs = try TinyRuns()
    let first = ["capi", "run", "a/experiment.yaml", "probes=[]", "-o", "out"]
    _ = try runs.run("out", stop: 2, options: options("aaaa", first))
    // Other folders are no other command.
    let moved = ["capi", "run", "/b/../experiment.yaml", "probes=[]", "-o", "../runs/out/"]
    let same = try runs.run("out", stop: 4, options: options("aaaa", moved))
    #expect(same.record.events("the run goes on ") == [])
    #expect(same.record.provenance.arguments == moved)

    let other = ["capi", "run", "experiment.yaml", "probes=[]", "-o", "out", "--json"]
    let changed = try runs.run("out", stop: 6, options: options("bbbb", other, threads: 2))
    #expect(
      changed.record.events("the run goes on ").map(\.text) == [
        "the run goes on from commit bbbb; it began at aaaa",
        "the run goes on with the command line capi run experiment.yaml 'probes=[]' -o out --json; "
          + "it began with capi run a/experiment.yaml 'probes=[]' -o out",
        "the run goes on with CPU threads 2; it began with 1",
      ])
    #expect(changed.record.provenance.gitCommit == "bbbb")

    let back = try runs.run("out", options: options("aaaa", first))
    #expect(back.record.events("the run goes on ").count == 3)
    let entries = back.record.provenance.entries
    #expect(entries["attempt 0 git_commit"] == "aaaa")
    #expect(entries["attempt 0 argv"] == "capi run a/experiment.yaml 'probes=[]' -o out")
    #expect(entries["attempt 0 threads"] == "1")
    #expect(entries.count { $0.key.hasPrefix("attempt ") } == 6)
    #expect(back.record.provenance.attempts.count == 4)
  }

  @Test func `a checkpoint that was refused stays as a file`() throws {
    let runs = try TinyRuns()
    let settings = ["output.checkpoint_steps=3"]
    _ = try runs.run("out", settings, stop: 7)
    #expect(runs.checkpoints("out") == [5, 6])
    let place = "\(runs.path)/out/checkpoints/step-6.h5"
    for suffix in [".refused", ".refused-2"] {
      try "damaged \(suffix)".write(toFile: place, atomically: true, encoding: .utf8)
      let resumed = try runs.run("out", settings, stop: 7)
      #expect(
        resumed.record.events.contains {
          $0.text.hasPrefix("the checkpoint of step 6 cannot be used: ")
            && $0.text.hasSuffix("; its file stays as checkpoints/step-6.h5\(suffix)")
        })
    }
    _ = try runs.run("out", settings)
    for suffix in [".refused", ".refused-2"] {
      #expect(
        try String(contentsOfFile: place + suffix, encoding: .utf8) == "damaged \(suffix)")
    }
  }

  @Test func `a checkpoint that cannot be read now is not lost`() throws {
    let runs = try TinyRuns()
    let settings = ["output.checkpoint_steps=3"]
    _ = try runs.run("out", settings, stop: 7)
    let before = try Run.open(runs.folder("out")).record
    let (place, aside) = ("\(runs.path)/out/checkpoints/step-6.h5", "\(runs.path)/aside")
    try FileManager.default.moveItem(atPath: place, toPath: aside)
    // Opening it is ELOOP, for the superuser too.
    try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: place)
    let error = #expect(throws: ExperimentError.self) { try runs.run("out", settings) }
    #expect(error?.description.contains("try again") == true)
    #expect(try Run.open(runs.folder("out")).record == before)

    try FileManager.default.removeItem(atPath: place)
    try FileManager.default.moveItem(atPath: aside, toPath: place)
    let resumed = try runs.run("out", settings)
    #expect(resumed.state == .done)
    #expect(resumed.record.events("goes on from the checkpoint of step 6").count == 1)
  }

  @Test func `a stopped run says where the same command goes on`() throws {
    let runs = try TinyRuns()
    let with = try runs.run("with", ["training.log_every=3"], stop: 6)
    #expect(with.resumption == "the same command goes on from there")
    let without = try runs.run("without", ["output.checkpoint=false"], stop: 3)
    #expect(
      without.resumption
        == "there is no checkpoint (output.checkpoint is false), so the same command begins again at "
        + "the first step")
    let later = try runs.run("with", ["output.checkpoint=false"], stop: 8)
    #expect(later.resumption.hasPrefix("the newest checkpoint is of step 5 "))
    #expect(try runs.run("new", stop: 0).resumption == "the same command goes on from there")
  }

  @Test func `a run that the disk has no room for leaves no folder`() throws {
    let runs = try TinyRuns()
    let error = #expect(throws: ExperimentError.self) {
      // Terabytes of queues.
      try runs.run(
        "below/out",
        [
          "dataset.train=1024", "training.batch=1024", "sinkhorn.queue=1024",
          "output.checkpoint_keep=10000",
        ])
    }
    #expect(error?.description.contains("but only") == true)
    #expect(!FileManager.default.fileExists(atPath: "\(runs.path)/below"))
  }
}
