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

  /// Steps a second of one worker, by its threads, as its script tells them.
  private static func speeds(_ rates: [Int: Int]) -> String {
    let cases = rates.map { "\($0.key)) rate=\($0.value) ;;" }.joined(separator: " ")
    return """
      case $CAPI_TEST_THREADS in \(cases) esac
      for step in 5 6 7 8; do
        echo "{\\"event\\":\\"step\\",\\"step\\":$step,\\"steps\\":8,\\"images_per_second\\":$rate,\\"batch\\":10}"
      done
      """
  }

  private static func plan(
    of sweep: FakeSweep, steps: Int, memory: Double,
    configuring: (inout TrialConfiguration) -> Void = { _ in }
  ) -> SweepPlan {
    var plan = sweep.plan
    for place in plan.trials.indices {
      plan.trials[place].configuration.steps = steps / plan.trials.count
      plan.trials[place].configuration.cost = CostEstimate(
        operationsPerStep: 1, steps: 1, parameters: 1, memory: memory)
      configuring(&plan.trials[place].configuration)
    }
    return plan
  }

  /// A sweep of six trials and so many steps, and what its runner said.
  private func run(
    steps: Int, memory: Double = 0, rates: [Int: Int] = [1: 100, 2: 150],
    layouts: [StepMeasurement.Layout] = [
      .init(workers: 1, threads: 2), .init(workers: 2, threads: 1),
    ],
    configuring: (inout TrialConfiguration) -> Void = { _ in },
    changing: (inout SweepOptions) -> Void = { _ in }
  ) async throws -> (lines: [String], started: Int) {
    let sweep = try FakeSweep(behaviours: ["base, seed 0": Self.speeds(rates)])
    let plan = Self.plan(of: sweep, steps: steps, memory: memory, configuring: configuring)
    let lines = Lines()
    let outcome = try await sweep.runner(reporter: lines.reporter, plan: plan) {
      $0.layouts = layouts
      $0.memory = 4 << 30
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
        "2 workers with 1 thread and 2.0 GiB each (4 cores, 4.0 GiB)",
      ])
    // Three that measured, and all six trials.
    #expect(found.started == 9)
  }

  /// Six trials are two rounds for four workers, who make more steps a second together.
  @Test func theLastRoundCountsAsAWholeOne() async throws {
    let found = try await run(
      steps: 6000, rates: [4: 300, 1: 90],
      layouts: [.init(workers: 1, threads: 4), .init(workers: 4, threads: 1)])
    #expect(
      found.lines[1...3] == [
        "measured 1 worker with 4 threads: 30.0 steps/s together",
        "measured 4 workers with 1 thread each: 36.0 steps/s together",
        "fastest: --workers 1 --threads 4",
      ])
  }

  @Test func nothingIsMeasuredWhereItDoesNotPay() async throws {
    let short = try await run(steps: 600)
    #expect(short.lines.first == "1 worker with 4 threads and 4.0 GiB (4 cores, 4.0 GiB)")
    #expect(short.started == 6)
    #expect(try await run(steps: 600, changing: { $0.measuresAlways = true }).started == 9)
    // One worker has them done before the others were tried.
    let fast = try await run(steps: 1200, rates: [1: 1000, 2: 1000])
    #expect(fast.started == 7)
    let one = try await run(steps: 60_000, changing: { $0.only = [0] })
    #expect(one.started == 1)
    // Half of the memory for two workers and what libtorch takes.
    #expect(try await run(steps: 60_000, memory: 0.76 * 0x1p30).started == 6)
    #expect(try await run(steps: 60_000, memory: 0.74 * 0x1p30).started == 9)
    let unknown = try await run(steps: 60_000, configuring: { $0.cost = nil })
    #expect(unknown.started == 6)
  }

  @Test func whatATrialAsksForStands() async throws {
    #expect(try await run(steps: 60_000, configuring: { $0.threads = 3 }).started == 6)
    let gpu = try await run(
      steps: 60_000, configuring: { $0.flat.append(TextEntry("engine.device", "\"cuda\"")) })
    #expect(gpu.started == 6)
  }

  @Test func aStopEndsTheMeasurement() async throws {
    let sweep = try FakeSweep(
      behaviours: ["base, seed 0": "exec sleep 600"])
    let (requests, continuation) = AsyncStream.makeStream(of: StopRequest.self)
    let plan = Self.plan(of: sweep, steps: 600, memory: 0)
    async let outcome = sweep.runner(plan: plan) {
      $0.layouts = [.init(workers: 1, threads: 2), .init(workers: 2, threads: 1)]
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
