import Foundation
import Testing

/// `capi run --profile`.
@Suite struct ProfileTests {
  private func run(
    steps: Int = 6, _ arguments: [String], in folder: TemporaryFolder
  ) async throws -> Capi.Result {
    try await Capi.run(
      ["run", "experiment.yaml", "training.steps=\(steps)", "-o", "made", "--progress", "lines"]
        + arguments, in: folder)
  }

  @Test func `records steps, by phase and operation`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await run(
      ["--profile", "trace.json", "--profile-steps", "2"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.errors.contains("trace.json: 2 steps recorded; open it at ui.perfetto.dev"))
    #expect(!result.errors.contains("CppNode"))
    let trace = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(filePath: folder.url("trace.json"))))
    let events = try #require((trace as? [String: Any])?["traceEvents"] as? [[String: Any]])
    var counts: [String: Int] = [:]
    for case let name as String in events.map({ $0["name"] }) { counts[name, default: 0] += 1 }
    for phase in ["teacher", "student", "clustering", "backward", "optimizer"] {
      #expect(counts[phase] == 2, "\(phase)")
    }
    #expect((counts["capi::mlp"] ?? 0) > 0)
  }

  @Test(arguments: ["missing/trace.json", "."])
  func `a place that cannot be written is found before anything else`(path: String) async throws {
    let folder = try TinyFiles.folder()
    let result = try await run(["--profile", path], in: folder)
    #expect(result.code == 64)
    #expect(
      result.errors.contains(
        "--profile: \(path) cannot be written; it must be a file, or nothing, in a folder that can be"
      ))
    #expect(!FileManager.default.fileExists(atPath: folder.url("made")))
  }

  @Test func `a training that is too short says so and writes nothing`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await run(steps: 3, ["--profile", "trace.json"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      result.errors.contains("nothing was recorded for trace.json: this attempt made 3 steps"))
    #expect(!FileManager.default.fileExists(atPath: folder.url("trace.json")))
  }

  /// Probes between steps would be most of the recording.
  @Test func `a recording ends before probes`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await run(
      steps: 8, ["evaluation.every=5", "--profile", "trace.json", "--profile-steps", "4"],
      in: folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.errors.contains("trace.json: 2 steps recorded"))
  }

  /// An untrained network gives other features in another precision.
  @Test func `precisions share raw pixels and no untrained baseline`() async throws {
    let folder = try TinyFiles.folder()
    try folder.write(
      "base: experiment.yaml\nablate:\n  engine.precision: [bfloat16]\n", to: "precision.yaml")
    let result = try await Capi.run(["sweep", "run", "precision.yaml", "-o", "swept"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    let kept = try FileManager.default.contentsOfDirectory(atPath: folder.url("swept/baselines"))
    #expect(kept.count == 3, "\(kept)")
  }
}
