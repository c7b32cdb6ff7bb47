import Experiments
import Foundation
import Store
import Sweeps
import Synchronization
import Testing

/// How `sweep run` divides a machine where nobody says how.
@Suite(.timeLimit(.minutes(5))) struct LayoutTests {
  /// What people are told.
  final class Lines: Sendable {
    private let text = Mutex("")
    var all: [String] { text.withLock { $0.split(separator: "\n").map(String.init) } }
    var reporter: ProgressReporter {
      ProgressReporter(isLive: false) { [self] line in text.withLock { $0 += line } }
    }
  }

  /// Two threads are a little faster than one, so that two workers are faster together.
  private static let speeds = """
    rate=100; [ "$CAPI_TEST_THREADS" = 2 ] && rate=150
    for step in 5 6 7 8; do
      echo "{\\"event\\":\\"step\\",\\"step\\":$step,\\"steps\\":8,\\"images_per_second\\":$rate,\\"batch\\":10}"
    done
    """

  private static let layouts = [
    StepMeasurement.Layout(workers: 1, threads: 2), .init(workers: 2, threads: 1),
  ]

  /// A sweep of so many steps, and what its runner said.
  private func run(
    steps: Int, memory: Double = 0, changing: (inout SweepOptions) -> Void = { _ in }
  ) async throws -> (lines: [String], started: Int) {
    let sweep = try FakeSweep(behaviours: ["base, seed 0": Self.speeds])
    var plan = sweep.plan
    for place in plan.trials.indices {
      plan.trials[place].configuration.steps = steps / plan.trials.count
      plan.trials[place].configuration.cost = CostEstimate(
        operationsPerStep: 1, steps: 1, parameters: 1, memory: memory)
    }
    let lines = Lines()
    let outcome = try await sweep.runner(reporter: lines.reporter, plan: plan) {
      $0.layouts = Self.layouts
      $0.memory = 1000
      changing(&$0)
    }.run()
    #expect(outcome.exitCode == 0)
    return (lines.all, sweep.started().count)
  }

  @Test func theFastestIsFoundWhereThatPays() async throws {
    let found = try await run(steps: 1200)
    #expect(
      found.lines.prefix(5) == [
        "measuring how to divide the machine; --no-measure or --workers leaves that out",
        "measured 1 worker with 2 threads: 15.0 steps/s together",
        "measured 2 workers with 1 thread each: 20.0 steps/s together",
        "fastest: --workers 2 --threads 1",
        "2 workers with 1 thread and 0.0 GiB each (4 cores, 0.0 GiB)",
      ])
    // Three that measured, and all six trials.
    #expect(found.started == 9)
  }

  @Test func nothingIsMeasuredWhereItDoesNotPay() async throws {
    let short = try await run(steps: 600)
    #expect(short.lines.first == "1 worker with 4 threads and 0.0 GiB (4 cores, 0.0 GiB)")
    #expect(short.started == 6)
    #expect(try await run(steps: 600) { $0.measuresAlways = true }.started == 9)
    let one = try await run(steps: 60_000) { $0.only = [0] }
    #expect(one.started == 1)
    // Two workers would not find the memory.
    #expect(try await run(steps: 60_000, memory: 501).started == 6)
    #expect(try await run(steps: 60_000, memory: 500).started == 9)
  }

  @Test func aStopEndsTheMeasurement() async throws {
    let sweep = try FakeSweep(
      behaviours: ["base, seed 0": "exec sleep 600"])
    let (requests, continuation) = AsyncStream.makeStream(of: StopRequest.self)
    async let outcome = sweep.runner {
      $0.layouts = Self.layouts
      $0.measuresAlways = true
    }.run(stopRequests: requests)
    while sweep.started().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    continuation.yield(.orderly(signal: 2))
    let ended = try await outcome
    #expect(ended.signal == 2)
    #expect(ended.trials.allSatisfy { $0.state == .planned })
    #expect(sweep.started().count == 1)
  }
}
