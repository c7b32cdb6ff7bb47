import Foundation
import Store
import Sweeps
import Testing

/// The limit is for a worker that never says that it waits: the test would wait as well.
@Suite(.timeLimit(.minutes(5))) struct StoppingTests {
  /// Runs a sweep and asks it to stop as soon as a worker has made the file `waiting`.
  private func stopped(
    _ sweep: FakeSweep, _ requests: [StopRequest] = [.orderly(signal: 2)], workers: Int = 1,
    grace: Duration = .seconds(20)
  ) async throws -> SweepOutcome {
    let (stream, continuation) = AsyncStream.makeStream(of: StopRequest.self)
    async let outcome = sweep.runner(workers: workers, grace: grace).run(stopRequests: stream)
    try await sweep.waitFor("waiting")
    for request in requests { continuation.yield(request) }
    let result = try await outcome
    continuation.finish()
    return result
  }

  /// A worker that says that it waits, and waits longer than any test. Only the first time.
  private func waiting(after trap: String = ":", by wait: String = "sleep 600") -> String {
    let marker = "\"$(dirname \"$0\")/../waiting\""
    return "if [ ! -e \(marker) ]; then \(trap); touch \(marker); \(wait); fi"
  }

  @Test func stopsWorkersAndTheNextRunDoesWhatIsMissing() async throws {
    let sweep = try FakeSweep(behaviours: ["loss.name=direct, seed 0": waiting()])
    let outcome = try await stopped(sweep)
    #expect(
      outcome.trials.map(\.state) == [.done, .done, .interrupted, .planned, .planned, .planned])
    #expect(outcome.exitCode == 130)
    #expect(
      outcome.summary == """
        6 trials: 2 done, 1 interrupted, 3 not started
        Stopped. The same command again does what is missing; nothing done is lost.
        """)
    let index = try SweepStore.readIndex(sweep.folder)
    #expect(index.trials[2].state == .interrupted)
    #expect(index.trials[2].reason == "stopped before its end")

    let next = try await sweep.runner().run()
    #expect(next.exitCode == 0)
    #expect(
      sweep.started() == sweep.plan.trials[0...2].map(\.title)
        + sweep.plan.trials[2...].map(\.title))
  }

  @Test func aWorkerThatDoesNotEndIsKilledAfterItsGrace() async throws {
    let sweep = try FakeSweep(behaviours: ["base, seed 0": waiting(after: "trap '' TERM")])
    let outcome = try await stopped(sweep, [.orderly(signal: 15)], grace: .milliseconds(50))
    #expect(outcome.trials[0].state == .interrupted)
    #expect(outcome.exitCode == 143)
  }

  @Test func aSecondRequestEndsWorkersAtOnce() async throws {
    let sweep = try FakeSweep(behaviours: ["base, seed 0": waiting(after: "trap '' TERM")])
    let outcome = try await stopped(
      sweep, [.orderly(signal: 2), .immediate], grace: .seconds(600))
    #expect(outcome.trials[0].state == .interrupted)
    #expect(outcome.stopped == .immediate)
    #expect(outcome.exitCode == 130)
  }

  @Test func aWorkerMayEndAsDoneWhileStopping() async throws {
    let sweep = try FakeSweep(
      behaviours: [
        "base, seed 0": waiting(
          after: "trap 'seal \"$1\"; exit 0' TERM", by: "while :; do sleep 0.01; done")
      ])
    let outcome = try await stopped(sweep)
    #expect(outcome.trials[0].state == .done)
    #expect(outcome.trials[1].state == .planned)
    #expect(outcome.exitCode == 130)
  }

  @Test func allWorkersAreStopped() async throws {
    let wait =
      "sleep 600 & echo x >> $(dirname \"$0\")/../count; "
      + "[ $(wc -l < $(dirname \"$0\")/../count) -ge 2 ] && touch $(dirname \"$0\")/../waiting; wait"
    let sweep = try FakeSweep(behaviours: ["base, seed 0": wait, "base, seed 1": wait])
    let outcome = try await stopped(sweep, workers: 2)
    #expect(
      outcome.trials.map(\.state) == [
        .interrupted, .interrupted, .planned, .planned, .planned, .planned,
      ])
  }
}
