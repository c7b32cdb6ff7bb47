import Foundation
import Sweeps

/// Measures a plan with this program's own workers.
enum SweepMeasuring {
  /// - Parameters:
  ///   - workers: fixed when given; else chosen.
  ///   - threads: fixed when given; else chosen.
  static func measure(
    _ plan: SweepPlan, workers: Int?, threads: Int?, program: Program
  ) async throws -> StepMeasurement.Outcome {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("capi-measure-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let executable = try WorkerExecutable.path()
    let (console, plugins) = (program.console, program.plugins)
    let measurement = StepMeasurement(
      plan: plan, folder: folder.path,
      layouts: StepMeasurement.layouts(
        cores: ProcessInfo.processInfo.activeProcessorCount, workers: workers, threads: threads),
      command: { WorkerExecutable.command(executable, for: $0, plugins: plugins) })
    return try await measurement.run { console.error($0) }
  }

  /// What was found, for people.
  static func text(_ outcome: StepMeasurement.Outcome) -> String {
    var lines = outcome.tried.sorted { $0.key.workers < $1.key.workers }.map { layout, rate in
      "measured \(layout.text): \(FixedText.text(rate, decimals: rate < 10 ? 2 : 1)) steps/s together"
    }
    lines += outcome.failures.map { "not measured: \($0)" }
    if outcome.tried.count > 1 {
      lines.append(
        "fastest: --workers \(outcome.layout.workers) --threads \(outcome.layout.threads)")
    }
    return lines.joined(separator: "\n")
  }
}
