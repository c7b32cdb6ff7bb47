public import Store

/// What has become of a sweep.
public struct SweepOutcome: Sendable, Equatable {
  /// One for each trial, in the order of the plan.
  public var trials: [TrialOutcome]
  /// The request that ended the sweep early, if there was one.
  public var stopped: StopRequest?
  /// The signal of the first request to stop.
  public var signal: Int32?

  public func count(_ state: RunState) -> Int { trials.count { $0.state == state } }

  /// 0 when every trial is done; 1 when one has failed or could not be run; 128 + the signal's
  /// number (130 for Ctrl-C) when the sweep was stopped before its end.
  public var exitCode: Int32 {
    let asked = trials.filter(\.isSelected)
    if let signal, asked.contains(where: { $0.state != .done && $0.state != .failed }) {
      return 128 + signal
    }
    return asked.allSatisfy { $0.state == .done } ? 0 : 1
  }

  /// What people read at the end.
  public var summary: String {
    let counts = [RunState.done, .failed, .interrupted, .running, .planned].compactMap { state in
      count(state) > 0 ? "\(count(state)) \(Self.word(state))" : nil
    }
    let kept = trials.count { $0.isKept && $0.state == .done }
    var lines = [
      "\(trials.count) \(trials.count == 1 ? "trial" : "trials"): \(counts.joined(separator: ", "))"
        + (kept > 0 ? " (\(kept) done before)" : "")
    ]
    for trial in trials where trial.state == .failed {
      lines.append("failed: \(trial.title): \(trial.reason)")
      lines.append("  log: \(trial.logPath)")
    }
    for trial in trials where trial.state == .running {
      lines.append("not started: \(trial.title): \(trial.reason)")
    }
    if trials.contains(where: { $0.state == .failed && $0.isKept }) {
      lines.append("What failed before was left as it is; '--retry failed' starts it again.")
    }
    if signal != nil, exitCode > 1 {
      lines.append("Stopped. The same command again does what is missing; nothing done is lost.")
    }
    return lines.joined(separator: "\n")
  }

  private static func word(_ state: RunState) -> String {
    switch state {
    case .planned: "not started"
    case .running: "running elsewhere"
    case .done: "done"
    case .failed: "failed"
    case .interrupted: "interrupted"
    }
  }
}
