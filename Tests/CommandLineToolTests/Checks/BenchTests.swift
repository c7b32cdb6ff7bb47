import Foundation
import Subprocess
import Testing

/// Timing steps of a tiny experiment.
@Suite struct BenchTests {
  private struct Report: Decodable {
    struct Step: Decodable {
      let name: String
      let seconds: [Double]
      let median_seconds: Double
      let images_per_second: Double
      let flop_per_step: Double
      let peak_memory_bytes: Int?
      let phase_seconds: [String: Double]
    }
    let threads: Int
    let matrix_peak_flops: Double
    let steps: [Step]
  }

  @Test func `steps are timed by phase, and nothing is written`() async throws {
    let folder = try TinyFiles.folder()
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    let result = try await Capi.run(
      [
        "bench", "experiment.yaml", "training.batch=4", "--steps", "3", "--warmup", "0",
        "--threads",
        "1", "--json",
      ], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    let step = try #require(report.steps.first)
    #expect(report.threads == 1 && report.steps.count == 1 && step.name == "experiment.yaml")
    #expect(step.seconds.count == 3)
    #expect(step.median_seconds == step.seconds.sorted()[1])
    #expect(abs(step.images_per_second * step.median_seconds - 4) < 1e-9)
    #expect(step.flop_per_step > 0 && report.matrix_peak_flops > 1e8)
    // The phases are the step, but for what lies between them.
    let phases = ["data", "teacher", "student", "clustering", "backward", "optimizer"]
    #expect(Set(step.phase_seconds.keys) == Set(phases))
    let sum = step.phase_seconds.values.reduce(0, +)
    let mean = step.seconds.reduce(0, +) / 3
    #expect(sum <= mean && sum > 0.5 * mean)
    #expect(step.phase_seconds.values.allSatisfy { $0 > 0 })
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path) == before)
  }

  @Test func `the table has a line for each`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      ["bench", "experiment.yaml", "--steps", "1", "--warmup", "0"], in: folder)
    #expect(result.output.hasPrefix("step "))
    #expect(result.output.contains("\nms of "))
    #expect(result.output.contains("\nMedians over 1 step with "))
  }

  @Test func `what is no benchmark is said`() async throws {
    let folder = try TinyFiles.folder()
    let unknown = try await Capi.run(["bench", "tinny"], in: folder)
    #expect(unknown.code == 1)
    #expect(
      unknown.errors
        == "error: there is neither a benchmark nor a file 'tinny'; did you mean 'tiny'? known: tiny, "
        + "small, medium, large\n")
    let wrong = try await Capi.run(["bench", "tiny", "training.bath=3"], in: folder)
    #expect(wrong.code == 2)
    #expect(wrong.errors.hasPrefix("command line 'training.bath=3': training.bath: unknown key"))
  }
}
