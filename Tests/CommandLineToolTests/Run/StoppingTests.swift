import Foundation
import Store
import Testing

/// Ctrl-C and SIGTERM.
@Suite struct StoppingTests {
  /// What a stopped command left behind.
  struct Stopped {
    let code: Int32
    let output: String
    let errors: String
  }

  /// Sends a signal once a text has appeared on an output.
  private func stop(
    _ arguments: [String], in folder: TemporaryFolder, by signal: Int32,
    when isSeen: @escaping @Sendable (String) -> Bool
  ) async throws -> Stopped {
    @Sendable func text(_ name: String) -> String {
      (try? String(contentsOfFile: folder.url(name), encoding: .utf8)) ?? ""
    }
    let end = try await WatchedProcess.run(
      arguments, in: folder, output: "output", errors: "errors",
      until: { isSeen(text("output")) }, stop: { if let child = $0 { kill(child, signal) } })
    #expect(end.cameInTime)
    #expect(end.reason == .exit)
    return Stopped(code: end.code, output: text("output"), errors: text("errors"))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGUSR2])
  func `a run seals what it has and says how it ended`(signal: Int32) async throws {
    let folder = try TinyFiles.folder()
    let stopped = try await stop(
      [
        "run", "experiment.yaml", "training.steps=1000000", "probes=[]", "-o", "out", "--progress",
        "json", "--json",
      ], in: folder, by: signal
    ) { $0.contains(#""event":"step""#) }
    #expect(stopped.code == 128 + signal)
    #expect(
      stopped.errors.wholeMatch(
        of: /interrupted: stopped after \d+ steps; the same command goes on from there \(out\)\n/)
        != nil)
    let record = try RunStore.read(RunFolder(folder.url("out")))
    #expect(record.header.state == .interrupted)
    #expect(!record.header.complete)
    #expect((record.metricStream("train")?.rowCount ?? 0) >= 1)
    #expect(record.artifacts.last?.step == record.header.lastStep)
  }

  @Test func `without checkpoints it says that it begins again`() async throws {
    let folder = try TinyFiles.folder()
    let stopped = try await stop(
      [
        "run", "experiment.yaml", "training.steps=1000000", "probes=[]", "output.checkpoint=false",
        "-o", "out", "--progress", "json", "--json",
      ], in: folder, by: SIGTERM
    ) { $0.contains(#""event":"step""#) }
    #expect(stopped.code == 128 + SIGTERM)
    #expect(stopped.errors.contains("the same command begins again at the first step (out)\n"))
    #expect(!stopped.errors.contains("goes on"))
  }

  @Test func `a sweep stops its workers and says that nothing is lost`() async throws {
    let folder = try TinyFiles.folder()
    let plan = [
      "sweep", "run", "sweep.yaml", "-o", "out", "--no-measure", "probes=[]",
      "training.steps=20000",
    ]
    let stopped = try await stop(plan, in: folder, by: SIGINT) { _ in
      // The trial's worker has begun to compute: it holds the lease on its run.
      let runs =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.url("out/runs"))) ?? []
      return runs.contains { folder.exists("out/runs/\($0)/run.lock") }
    }
    #expect(stopped.code == 130, "\(stopped.errors)")
    #expect(stopped.output.contains("Stopped. The same command again does what is missing"))
    let status = try SweepIndex.derive(from: SweepFolder(folder.url("out")))
    #expect(status.trials.map(\.state) == [.interrupted, .planned])
  }
}
