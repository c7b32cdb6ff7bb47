import CapiCore
import Experiments
import Foundation
import Reports
import Training

/// What was measured of some experiments' training steps, as a table and as JSON.
struct BenchReport {
  struct Entry {
    let name: String
    let experiment: ResolvedExperiment
    let steps: [StepBenchmark.Step]
    /// Steps of which the phases were timed.
    let parts: [StepBenchmark.Step]
    let peakMemory: Int?

    /// Seconds of the steps, ascending.
    var seconds: [Double] { steps.map(\.seconds).sorted() }
    var median: Double { Self.quantile(seconds, 0.5) }
    var operations: Double { CostEstimate(experiment).operationsPerStep }
    /// Floating-point operations a second.
    var rate: Double { operations / median }
    var imagesPerSecond: Double {
      Double(experiment.configuration.training.batch) / median
    }

    /// The mean seconds of a phase.
    func seconds(of phase: StepPhase) -> Double {
      parts.reduce(0) { $0 + ($1.phases[phase] ?? 0) } / Double(max(1, parts.count))
    }

    static func quantile(_ ascending: [Double], _ share: Double) -> Double {
      guard !ascending.isEmpty else { return .nan }
      let place = share * Double(ascending.count - 1)
      let low = ascending[Int(place)]
      let high = ascending[min(Int(place) + 1, ascending.count - 1)]
      return low + (high - low) * (place - place.rounded(.down))
    }
  }

  let entries: [Entry]
  let threads: Int
  /// Floating-point operations a second in matrix products.
  let peak: Double

  func text(width: Int?) -> String {
    let one = NumberFormat(decimals: 1)
    var table = TextTable(
      columns: [
        .init("step"), .init("ms", .right), .init("10–90 %", .right), .init("images/s", .right),
        .init("GFLOP", .right), .init("GFLOP/s", .right), .init("of peak", .right),
        .init("GiB", .right),
      ], leadingColumns: 1)
    var phases = TextTable(
      columns: [.init("ms of")] + StepPhase.allCases.map { .init($0.rawValue, .right) },
      leadingColumns: 1)
    for entry in entries {
      let ends = [0.1, 0.9].map { one(1e3 * Entry.quantile(entry.seconds, $0)) }
      table.append(
        [
          entry.name, one(1e3 * entry.median), ends.joined(separator: "–"),
          one(entry.imagesPerSecond), one(entry.operations / 1e9), one(entry.rate / 1e9),
          NumberFormat(decimals: 0)(100 * entry.rate / peak) + " %",
          entry.peakMemory.map { NumberFormat(decimals: 2)(Double($0) / 0x1p30) } ?? "?",
        ].map { TextTable.Cell($0) })
      phases.append(
        [.init(entry.name)]
          + StepPhase.allCases.map { .init(one(1e3 * entry.seconds(of: $0))) })
    }
    return table.text(width: width, styled: false) + "\n"
      + phases.text(width: width, styled: false)
      + "\nMedians over \(Self.count(entries.first?.steps.count ?? 0, "step")) with "
      + Self.count(threads, "thread")
      + "; GFLOP counts matrix products; the peak is this machine's in products of large "
      + "matrices, \(one(peak / 1e9)) GFLOP/s.\n"
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  var json: ConfigurationValue {
    .object([
      .init("threads", .int(threads)), .init("matrix_peak_flops", .double(peak)),
      .init("steps", .array(entries.map(Self.json))),
    ])
  }

  private static func json(_ entry: Entry) -> ConfigurationValue {
    .object([
      .init("name", .string(entry.name)),
      .init("identity", .string(entry.experiment.identity)),
      .init("seconds", .array(entry.steps.map { .double($0.seconds) })),
      .init("median_seconds", .double(entry.median)),
      .init("images_per_second", .double(entry.imagesPerSecond)),
      .init("flop_per_step", .double(entry.operations)),
      .init("flops", .double(entry.rate)),
      .init("peak_memory_bytes", entry.peakMemory.map(ConfigurationValue.int) ?? .null),
      .init(
        "phase_seconds",
        .object(
          StepPhase.allCases.map { .init($0.rawValue, .double(entry.seconds(of: $0))) })),
    ])
  }
}
