/// What has been added to a run since it was last looked at.
public enum RunUpdate: Sendable, Equatable {
  /// One row of a stream, as a stream with this row alone.
  case row(MetricStream)
  case event(RunEvent)
  case probe(ProbeResult)
  /// The run's state, first of all and whenever it changes.
  case state(RunState, reason: String)
}

extension Run {
  /// Follows a run: everything recorded so far, then what is added, until the run has ended.
  ///
  /// A run that says it is running, while no process holds it, has ended: its process was killed, and
  /// its state is told as `interrupted`.
  /// After a resumption, rows that are made again come again, with another attempt's number.
  ///
  /// - Parameters:
  ///   - path: the run's folder or its `run.h5`.
  ///   - interval: time between looks at the disk.
  /// - Returns: the updates, in order. The sequence fails with a ``StoreError``.
  public static func follow(
    _ path: String, every interval: Duration = .milliseconds(500)
  ) -> AsyncThrowingStream<RunUpdate, any Error> {
    AsyncThrowingStream { continuation in
      let task = Task {
        var seen = SeenRun()
        do {
          while true {
            // Before the look: what is written after it was asked is seen by the next look.
            let run = try Run.open(path)
            let isHeld = try RunLease.holder(of: run.folder) != nil
            var record = isHeld ? run.record : try Run.open(path).record
            record.noticeInterruption(isHeld: isHeld)
            for update in seen.updates(record) { continuation.yield(update) }
            if !isHeld { break }
            try await Task.sleep(for: interval)
          }
          continuation.finish()
        } catch is CancellationError {
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

/// How much of a run has been told.
private struct SeenRun {
  /// The last row told of each stream.
  private var rows: [String: (attempt: Int64, step: Int64)] = [:]
  private var events = 0
  private var probes: [ProbeResult] = []
  private var state: (RunState, String)?

  mutating func updates(_ record: RunRecord) -> [RunUpdate] {
    var updates: [RunUpdate] = []
    if state?.0 != record.header.state || state?.1 != record.header.stateReason {
      state = (record.header.state, record.header.stateReason)
      updates.append(.state(record.header.state, reason: record.header.stateReason))
    }
    for stream in record.metrics {
      for row in stream.steps.indices {
        let place = (attempt: stream.attempts[row], step: stream.steps[row])
        if let last = rows[stream.name], place <= last { continue }
        rows[stream.name] = place
        updates.append(.row(stream.row(row)))
      }
    }
    updates += record.events.dropFirst(events).map { .event($0) }
    events = max(events, record.events.count)
    updates += record.probes.filter { !probes.contains($0) }.map { .probe($0) }
    probes = record.probes
    return updates
  }
}
