internal import Experiments
internal import Foundation
internal import Store

extension SweepRunner {
  /// How the machine is best divided among workers, found by training a few steps in each way.
  ///
  /// - Parameters:
  ///   - waiting: the numbers of the trials that are going to run, in their order.
  ///   - stop: ends the measurement.
  /// - Returns: nil where nothing was measured, because nothing was asked for, or it would take
  ///   longer than it saves.
  func measuredLayout(
    for waiting: [Int], _ stop: StopSwitch
  ) async -> StepMeasurement.Layout? {
    let trials = waiting.map { plan.trials[$0] }
    let layouts = options.layouts.filter { Self.fits($0, trials, memory: options.memory) }
    guard layouts.count > 1, let first = trials.first,
      options.measuresAlways || Self.pays(layouts, for: trials)
    else { return nil }
    reporter.note("measuring how to divide the machine; --no-measure or --workers leaves that out")
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("capi-measure-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      let steps = trials.reduce(0) { $0 + $1.configuration.steps }
      let outcome = try await StepMeasurement(
        plan: plan, folder: folder.path, layouts: layouts, stop: stop, command: command
      ).fastestLayout(
        for: first, trials: trials.count, stepsLeft: options.measuresAlways ? .max : steps)
      guard stop.request == nil else { return nil }
      for line in outcome.lines { reporter.note(line) }
      return outcome.tried.isEmpty ? nil : outcome.layout
    } catch {
      // A choice that could not be made is no reason to run nothing.
      reporter.note("not measured: \(error)")
      return nil
    }
  }

  /// Whether all its workers have a trial, and half of the memory holds what they are estimated to
  /// need: probes and data come on top.
  static func fits(
    _ layout: StepMeasurement.Layout, _ trials: [PlannedTrial], memory: Int64
  ) -> Bool {
    if layout.workers == 1 { return true }
    let costs = trials.map(\.configuration.cost?.memory)
    guard layout.workers <= trials.count, let largest = costs.compactMap(\.self).max(),
      !costs.contains(nil)
    else { return false }
    return memory == 0 || (largest + baseMemory) * Double(layout.workers) <= Double(memory) / 2
  }

  /// Bytes of a worker before it has any tensor, libtorch for the most part.
  private static let baseMemory = Double(256 << 20)

  /// Whether the steps of all trials are many beside those of a measurement, and the processor is
  /// what computes, as many threads as it is given.
  static func pays(_ layouts: [StepMeasurement.Layout], for trials: [PlannedTrial]) -> Bool {
    let steps = trials.reduce(0) { $0 + $1.configuration.steps }
    return steps >= 50 * StepMeasurement.steps * layouts.count
      && trials.allSatisfy {
        $0.configuration.threads == 0
          && $0.configuration.flat["engine.device"].map { !$0.contains("cuda") } ?? true
      }
  }
}
