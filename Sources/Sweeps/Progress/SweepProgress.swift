/// How far a sweep has come, and the lines that say so. A value: the clock is given from outside.
public struct SweepProgress: Sendable, Equatable {
  /// What one worker does at the moment.
  public struct Worker: Sendable, Equatable {
    var trial: String
    var startedAt: Double
    var progress: StepProgress?
    var stage: String?
  }

  /// Trials in the plan.
  public let total: Int
  /// Trials that had ended before this invocation and stay as they are.
  public let kept: Int
  /// Trials that ended in this invocation.
  public private(set) var ended = 0
  /// Those of them that failed.
  public private(set) var failed = 0
  /// One place a worker; nil while it has nothing to do.
  public private(set) var workers: [Worker?]
  private let startedAt: Double

  /// Before the first trial. `now` is in seconds from any fixed point.
  public init(total: Int, kept: Int, workers: Int, now: Double) {
    self.total = total
    self.kept = kept
    self.workers = Array(repeating: nil, count: workers)
    startedAt = now
  }

  /// A worker takes up a trial.
  public mutating func started(_ trial: String, worker: Int, now: Double) {
    workers[worker] = Worker(trial: trial, startedAt: now)
  }

  /// A worker told something.
  public mutating func received(_ event: ProgressEvent, worker: Int) {
    switch event {
    case .step(let progress):
      workers[worker]?.progress = progress
      workers[worker]?.stage = nil
    case .stage(let text): workers[worker]?.stage = text
    case .failed: break
    }
  }

  /// A worker's trial has ended.
  public mutating func ended(worker: Int, failed hasFailed: Bool) {
    workers[worker] = nil
    ended += 1
    if hasFailed { failed += 1 }
  }

  /// Seconds until the last trial ends, if the rest goes as what has been done so far; nil while
  /// too little has been done to tell.
  public func secondsLeft(now: Double) -> Double? {
    let running = workers.reduce(0.0) { $0 + ($1?.progress?.fraction ?? 0) }
    let done = Double(ended) + running
    let left = Double(total - kept) - done
    guard done >= 0.05, now > startedAt else { return nil }
    return (now - startedAt) / done * max(0, left)
  }

  /// One line a worker and one for the sweep.
  public func lines(now: Double) -> [String] {
    workers.enumerated().map { line(of: $1, number: $0 + 1, now: now) } + [summary(now: now)]
  }

  private func line(of worker: Worker?, number: Int, now: Double) -> String {
    guard let worker else { return "worker \(number)  idle" }
    var parts = ["worker \(number)  \(worker.trial)"]
    if let progress = worker.progress {
      parts.append("step \(progress.step)/\(progress.steps)")
      if let loss = progress.loss { parts.append("loss \(FixedText.text(loss, decimals: 3))") }
      if worker.stage == nil, let rate = progress.imagesPerSecond {
        parts.append("\(FixedText.text(rate, decimals: 0)) images/s")
      }
    }
    if let stage = worker.stage { parts.append(stage) }
    parts.append(DurationText.text(seconds: now - worker.startedAt))
    return parts.joined(separator: "  ")
  }

  private func summary(now: Double) -> String {
    var parts = ["sweep     \(kept + ended)/\(total) trials"]
    if failed > 0 { parts.append("\(failed) failed") }
    let rate = workers.reduce(0.0) {
      guard let worker = $1, worker.stage == nil else { return $0 }
      return $0 + (worker.progress?.imagesPerSecond ?? 0)
    }
    if rate > 0 { parts.append("\(FixedText.text(rate, decimals: 0)) images/s") }
    parts.append(DurationText.text(seconds: now - startedAt))
    if let left = secondsLeft(now: now) {
      parts.append("about \(DurationText.text(seconds: left)) left")
    }
    return parts.joined(separator: "  ")
  }
}
