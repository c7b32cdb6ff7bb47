internal import Experiments
internal import Foundation

/// What a plan's trials ask of machines, as columns; none where a trial's cost is not known.
struct PlanCosts {
  private let isKnown: Bool
  private let total: (operations: Double, gpuHours: Double, memory: Double)

  init(_ trials: [PlannedTrial]) {
    let costs = trials.compactMap(\.configuration.cost)
    isKnown = !costs.isEmpty && costs.count == trials.count
    total = (
      costs.reduce(0) { $0 + $1.operations }, costs.reduce(0) { $0 + $1.gpuHours },
      costs.map(\.memory).max() ?? 0
    )
  }

  var titles: [String] { isKnown ? ["FLOP", "memory", "GPU h"] : [] }

  func cells(of trial: PlannedTrial) -> [String] {
    guard isKnown, let cost = trial.configuration.cost else { return [] }
    return [
      Self.short(cost.operations), Self.bytes(cost.memory), Self.hours(cost.gpuHours),
    ]
  }

  var summary: [String] {
    guard isKnown else { return [] }
    return [
      "estimated: \(Self.short(total.operations)) FLOP in all, up to \(Self.bytes(total.memory)) at "
        + "a time, \(Self.hours(total.gpuHours)) GPU hours at "
        + "\(Self.short(CostEstimate.assumedRate)) FLOP/s (40 % of an H100 in bfloat16)"
    ]
  }

  /// Two digits and a power of ten: `1.3e18`.
  private static func short(_ value: Double) -> String {
    let text = String(format: "%.1e", value)
    return text.replacingOccurrences(of: "e+0", with: "e").replacingOccurrences(of: "e+", with: "e")
  }

  private static func bytes(_ value: Double) -> String {
    let gibibytes = value / 0x1p30
    return gibibytes < 10
      ? String(format: "%.1f GiB", gibibytes) : String(format: "%.0f GiB", gibibytes)
  }

  private static func hours(_ value: Double) -> String {
    value < 0.1
      ? String(format: "%.4f", value)
      : value < 100 ? String(format: "%.1f", value) : String(format: "%.0f", value)
  }
}
