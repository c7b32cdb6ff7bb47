import Foundation
import Store
import Testing

/// Runs that are killed and started again.
@Suite struct ResumingTests {
  static let command = [
    "run", "experiment.yaml", "training.steps=60", "sinkhorn.queue=2", "output.checkpoint_steps=3",
    "--threads", "1",
  ]

  /// Kills the command once its journal or record has a row of that step.
  ///
  /// - Returns: whether it was still at work.
  @discardableResult
  static func kill(_ arguments: [String], in folder: TemporaryFolder, after step: Int64)
    async throws -> Bool
  {
    let run = RunFolder(folder.url("out"))
    return try await WatchedProcess.run(
      arguments, in: folder,
      until: { (try? Run.open(run))?.record.header.lastStep ?? -1 >= step },
      stop: { if let child = $0 { Foundation.kill(child, SIGKILL) } }
    ).cameInTime
  }

  /// The arrays of the last checkpoint.
  private func weights(_ folder: RunFolder) throws -> [NamedArray] {
    let last = try #require(folder.checkpointSteps().last)
    return try TensorFile.read(folder.checkpointPath(step: last)).arrays
  }

  @Test(arguments: ["target.name=ema-teacher", "loss.name=direct", "target.name=pixels"])
  func `killed and resumed, a run ends with the bits of one left alone`(change: String)
    async throws
  {
    let folder = try TinyFiles.folder()
    var command = Self.command + [change]
    if change != "target.name=ema-teacher" { command += ["loss={name: direct}"] }
    let whole = try await Capi.run(command + ["-o", "whole", "--progress", "none"], in: folder)
    #expect(whole.code == 0, "\(whole.errors)")
    let again = command + ["-o", "out", "--progress", "none"]
    #expect(try await Self.kill(again, in: folder, after: 5))
    for step in [13, 25] as [Int64] { try await Self.kill(again, in: folder, after: step) }

    let shown = try await Capi.run(["show", "out"], in: folder)
    #expect(shown.code == 0)
    let resumed = try await Capi.run(again, in: folder)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let (one, two) = (RunFolder(folder.url("whole")), RunFolder(folder.url("out")))
    let (left, right) = (try RunStore.read(one), try RunStore.read(two))
    #expect(right.header.state == .done)
    #expect(right.repeatable == left.repeatable)
    #expect(right.probes == left.probes)
    #expect(try weights(two) == weights(one))
    #expect(right.provenance.attempts.count > 1)
    #expect(!right.events.contains { $0.text.contains("differently") })
    #expect(two.journalGenerations() == [])
    #expect(right.artifacts.count { $0.kind == "checkpoint" } == 2)
    #expect(two.checkpointSteps() == [56, 59])
  }

  @Test func `results of probes behind the checkpoint are kept`() async throws {
    let folder = try TinyFiles.folder()
    let command =
      Self.command + [
        "training.steps=320", "output.checkpoint_steps=150", "evaluation.every=40", "--progress",
        "none",
      ]
    let whole = try await Capi.run(command + ["-o", "whole"], in: folder)
    #expect(whole.code == 0, "\(whole.errors)")
    #expect(try await Self.kill(command + ["-o", "out"], in: folder, after: 200))
    let killed = try Run.open(RunFolder(folder.url("out"))).record
    #expect(killed.artifacts.last?.step == 149)
    let behind = killed.probes.filter { $0.step > 149 }
    #expect(behind.map(\.step).starts(with: [159, 199]))
    let resumed = try await Capi.run(command + ["-o", "out"], in: folder)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let left = try RunStore.read(RunFolder(folder.url("whole")))
    let right = try RunStore.read(RunFolder(folder.url("out")))
    #expect(right.supersededProbes == [SupersededProbes(attempt: 0, results: behind)])
    #expect(right.probes == left.probes)
    #expect(right.repeatable == left.repeatable)
    #expect(left.supersededProbes.isEmpty)
    #expect(!right.events.contains { $0.text.contains("differently") })
  }

  @Test(arguments: [false, true])
  func `a checkpoint that is not the recorded one is passed over`(isWhole: Bool) async throws {
    let folder = try TinyFiles.folder()
    // Long enough that the kill comes before the end on a busy machine, too.
    let command = Self.command + ["training.steps=400", "-o", "out", "--progress", "none"]
    try #require(try await Self.kill(command, in: folder, after: 10))
    let run = RunFolder(folder.url("out"))
    let newest = try #require(
      try Run.open(run).record.artifacts.filter { $0.kind == "checkpoint" }.last)
    if isWhole {
      // Nothing but its hash tells it from the one that was recorded.
      let path = folder.url("out/\(newest.path)")
      var other = try TensorFile.read(path)
      for index in other.arrays.indices {
        guard case .float32(let values) = other.arrays[index].values else { continue }
        other.arrays[index].values = .float32(values.map { $0 * 0.5 })
      }
      try other.write(to: path)
    } else {
      try folder.write("damaged", to: "out/\(newest.path)")
    }
    let told = try await Capi.run(["tail", "out", "--rows", "0"], in: folder)
    #expect(told.code == 0)
    #expect(told.output.hasPrefix("interrupted: its process ended before the run did; "))
    let verified = try await Capi.run(["verify", "out"], in: folder)
    #expect(verified.code == 65)
    #expect(verified.output.contains("note     out: nobody runs it: "))
    #expect(verified.output.contains("; the run can go on from there.\n"))
    let resumed = try await Capi.run(command, in: folder)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let record = try RunStore.read(run)
    #expect(record.header.state == .done)
    #expect(
      record.events.contains {
        $0.text.hasPrefix("the checkpoint of step \(newest.step) cannot be used: ")
      })
    #expect(!record.events.contains { $0.text.contains("differently") })
  }

  @Test func `initial weights come from another run`() async throws {
    let folder = try TinyFiles.folder()
    let first = try await Capi.run(["run", "experiment.yaml", "-o", "first"], in: folder)
    #expect(first.code == 0, "\(first.errors)")
    let command = ["run", "experiment.yaml", "seed=3", "--init-from", "first"]
    let second = try await Capi.run(command + ["-o", "second"], in: folder)
    #expect(second.code == 0, "\(second.errors)")
    let record = try RunStore.read(RunFolder(folder.url("second")))
    #expect(
      record.events.contains { $0.text == "began with the weights of first/checkpoints/step-3.h5" })
    #expect(record.provenance.entries["init_from"] == "first/checkpoints/step-3.h5")
    let other = try await Capi.run(
      ["run", "experiment.yaml", "seed=3", "-o", "second"], in: folder)
    #expect(other.code == 1)
    #expect(
      other.errors.hasSuffix(
        "error: second holds a run of another experiment (versions of components, initial "
          + "weights or the content of a named file differ); choose another folder with -o, or pass --force to replace it\n"
      ))
    let wide = try await Capi.run(command + ["model.width=32", "-o", "wide"], in: folder)
    #expect(wide.code == 1)
    #expect(
      wide.errors.contains(
        "error: first/checkpoints/step-3.h5 does not fit this experiment: the weights do not fit"))
    let nothing = try await Capi.run(
      ["run", "experiment.yaml", "--init-from", "nowhere"], in: folder)
    #expect(
      nothing.errors == "error: nowhere: there is no such checkpoint or run to begin from\n")
  }
}
