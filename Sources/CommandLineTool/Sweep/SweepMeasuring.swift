import Foundation
import Sweeps

/// Measures a plan with this program's own workers.
enum SweepMeasuring {
  static func measure(
    _ plan: SweepPlan, program: Program
  ) async throws -> StepMeasurement.Outcome {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("capi-measure-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let executable = try WorkerExecutable.path()
    let (console, plugins) = (program.console, program.plugins)
    let measurement = StepMeasurement(
      plan: plan, folder: folder.path,
      layouts: StepMeasurement.layouts(
        cores: ProcessInfo.processInfo.activeProcessorCount, workers: nil, threads: nil),
      command: { WorkerExecutable.command(executable, for: $0, plugins: plugins) })
    return try await measurement.run { console.error($0) }
  }
}
