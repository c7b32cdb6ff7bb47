import Foundation
import Store
import Testing

/// `--init-from`: what becomes of a run when the one that it began with has moved or changed.
@Suite struct InitialWeightsTests {
  private let folder: TemporaryFolder
  private let command = [
    "run", "experiment.yaml", "seed=3", "training.steps=400", "--init-from", "first", "--threads",
    "1", "--progress", "none",
  ]
  private let source = "first/checkpoints/step-3.h5"

  /// With a run to begin from.
  init() async throws {
    folder = try TinyFiles.folder()
    let first = try await Capi.run(["run", "experiment.yaml", "-o", "first"], in: folder)
    #expect(first.code == 0, "\(first.errors)")
  }

  private func move(_ from: String, _ to: String) throws {
    try FileManager.default.moveItem(atPath: folder.url(from), toPath: folder.url(to))
  }

  @Test func `a run goes on from its own checkpoint without them`() async throws {
    let going = command + ["output.checkpoint_steps=3", "-o", "out"]
    try await ResumingTests.kill(going, in: folder, after: 10)
    try move("first", "elsewhere")
    let resumed = try await Capi.run(going, in: folder)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let record = try RunStore.read(RunFolder(folder.url("out")))
    #expect(record.header.state == .done)
    #expect(record.provenance.attempts.count == 2)
    #expect(record.provenance.entries["init_from"] == source)
    // Not for another experiment, another source, or a run that begins anew.
    for change in [["seed=4"], ["--init-from", "second"], ["--force"]] {
      let other = try await Capi.run(going + change, in: folder)
      #expect(other.code == 1)
      #expect(
        other.errors.hasSuffix(": there is no such checkpoint or run to begin from\n"),
        "\(other.errors)")
    }
    #expect(try RunStore.read(RunFolder(folder.url("out"))) == record)
  }

  @Test func `the folder that is named after the identity is found`() async throws {
    let short = command + ["training.steps=4"]
    let begun = try await Capi.run(short, in: folder)
    #expect(begun.code == 0, "\(begun.errors)")
    try move("first", "elsewhere")
    let again = try await Capi.run(short, in: folder)
    #expect(again.code == 0, "\(again.errors)")
    #expect(again.errors == "this run is done already; --force trains it again\n")
  }

  @Test func `a run without a checkpoint of its own needs them`() async throws {
    let going = command + ["output.checkpoint=false", "-o", "out"]
    try await ResumingTests.kill(going, in: folder, after: 10)
    try move("first", "elsewhere")
    let before = try Run.open(RunFolder(folder.url("out"))).record
    let refused = try await Capi.run(going, in: folder)
    #expect(refused.code == 1)
    #expect(
      refused.errors
        == "error: \(source) cannot be read, and the run has no checkpoint of its own to go on "
        + "from; bring the file back, or begin another run with -o\n")
    #expect(try Run.open(RunFolder(folder.url("out"))).record == before)
  }

  @Test func `another file in place of the recorded one is refused`() async throws {
    let other = try await Capi.run(["run", "experiment.yaml", "seed=9", "-o", "other"], in: folder)
    #expect(other.code == 0, "\(other.errors)")
    try move(source, "kept.h5")
    try move("other/checkpoints/step-3.h5", source)
    for place in ["first", source] {
      let refused = try await Capi.run(command + ["--init-from", place, "-o", "out"], in: folder)
      #expect(refused.code == 1)
      #expect(
        refused.errors
          == "error: \(source): is not the file that the run recorded (its SHA-256 differs); "
          + "restore it from a copy, or name another checkpoint\n")
      #expect(!folder.exists("out"))
    }
    // A file that lies in no run is taken as it is.
    let alone = try await Capi.run(
      command + ["training.steps=2", "--init-from", "kept.h5", "-o", "out"], in: folder)
    #expect(alone.code == 0, "\(alone.errors)")
  }
}
