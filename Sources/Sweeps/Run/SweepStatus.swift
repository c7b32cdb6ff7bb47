internal import Foundation
public import Store

/// How a sweep on the disk stands, for `capi sweep status`.
public struct SweepStatus: Sendable, Equatable {
  /// The table, made from the runs as they are now.
  public var index: SweepIndex
  /// How far the trials are that run, by identity.
  public var live: [String: LiveProgress]
  /// Seconds that each trial took that is done, by identity.
  public var durations: [String: Double]
  /// When it was read, in seconds since 1970.
  public var readUnix: Double

  public init(
    index: SweepIndex, live: [String: LiveProgress] = [:], durations: [String: Double] = [:],
    readUnix: Double = 0
  ) {
    self.index = index
    self.live = live
    self.durations = durations
    self.readUnix = readUnix
  }

  /// Reads a sweep's folder; nothing is written.
  ///
  /// - Throws: ``SweepError/noSweep(folder:runOf:)``, or `StoreError` when the plan cannot be read.
  public static func read(_ folder: SweepFolder) throws -> SweepStatus {
    var cache = RunOverviewCache()
    return try read(folder, using: &cache)
  }

  /// The same, reading only the runs that have changed since `cache` was last used.
  public static func read(
    _ folder: SweepFolder, using cache: inout RunOverviewCache
  ) throws -> SweepStatus {
    guard folder.hasSpecification else {
      let owner = SweepFolder.owning(RunFolder(folder.path))
      throw SweepError.noSweep(folder: folder.path, runOf: owner?.path)
    }
    let index = try SweepIndex.derive(from: folder, using: &cache)
    var status = SweepStatus(index: index, readUnix: Date().timeIntervalSince1970)
    for trial in index.trials {
      let run = folder.run(trial.id)
      if trial.state == .running { status.live[trial.id] = LiveProgress.read(run) }
      if trial.state == .done, let header = cache.header(of: run) {
        status.durations[trial.id] = seconds(from: header.createdUTC, to: header.sealedUTC)
      }
    }
    return status
  }

  private static func seconds(from start: String, to end: String) -> Double? {
    let format = Date.ISO8601FormatStyle()
    guard let start = try? format.parse(start), let end = try? format.parse(end) else {
      return nil
    }
    return end.timeIntervalSince(start)
  }

  /// Whether there is nothing left that could change by itself.
  public var isOver: Bool {
    !index.trials.contains { $0.state == .running || $0.state == .planned }
  }

  /// Seconds until the last trial ends, if the rest takes as long as those that are done and as
  /// many go on at a time as now; nil while that cannot be said.
  public var secondsLeft: Double? {
    guard !live.isEmpty, !durations.isEmpty else { return nil }
    let mean = durations.values.reduce(0, +) / Double(durations.count)
    let waiting = index.trials.count { $0.state == .planned || $0.state == .interrupted }
    let running = live.values.reduce(0.0) { $0 + max(0, mean - (readUnix - $1.startedUnix)) }
    return (Double(waiting) * mean + running) / Double(live.count)
  }

  /// One line a trial, then the counts.
  public var table: String {
    var rows = [["no.", "trial", "seed", "state", "step", "reason"]]
    for trial in index.trials {
      rows.append([
        String(trial.number), trial.label, String(trial.seed), trial.state.rawValue,
        step(of: trial), live[trial.id].map(Self.words) ?? trial.reason,
      ])
    }
    return (TextTable.lines(rows, right: [0, 2, 4]) + ["", total]).joined(separator: "\n")
  }

  /// What fits on a screen: the counts, each running trial, what has failed.
  public func screen(height: Int) -> [String] {
    var lines = ["\(index.name): \(total)"]
    for trial in index.trials where trial.state == .running {
      let words = live[trial.id].map(Self.words) ?? ""
      lines.append("  \(title(trial))  \(step(of: trial))  \(words)")
    }
    let failed = index.trials.filter { $0.state == .failed }
    let room = max(1, height - lines.count - 2)
    for trial in failed.suffix(room) { lines.append("  failed  \(title(trial)): \(trial.reason)") }
    if failed.count > room { lines.append("  and \(failed.count - room) more have failed") }
    return lines
  }

  /// What has become of trials since an earlier look, one line each.
  public func changes(since earlier: SweepStatus) -> [String] {
    let before = Dictionary(
      earlier.index.trials.map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
    return index.trials.filter { before[$0.id] != $0.state }.map { trial in
      let reason = trial.reason.isEmpty ? "" : ": \(trial.reason)"
      return "\(trial.state.rawValue)  \(title(trial))\(reason)"
    }
  }

  /// "6 trials: 2 done, 1 running, 3 planned; 131 images/s, about 2 min 05 s left".
  public var total: String {
    let counts = RunState.allCases.compactMap { state in
      let count = index.trials.count { $0.state == state }
      return count > 0 ? "\(count) \(state.rawValue)" : nil
    }
    var text = "\(index.trials.count) trials: \(counts.joined(separator: ", "))"
    let rate = live.values.reduce(0.0) {
      $0 + ($1.stage == nil ? $1.progress?.imagesPerSecond ?? 0 : 0)
    }
    var more: [String] = []
    if rate > 0 { more.append("\(FixedText.text(rate, decimals: 0)) images/s") }
    if let secondsLeft { more.append("about \(DurationText.text(seconds: secondsLeft)) left") }
    if !more.isEmpty { text += "; \(more.joined(separator: ", "))" }
    return text
  }

  private func title(_ trial: TrialRow) -> String { "\(trial.label), seed \(trial.seed)" }

  private func step(of trial: TrialRow) -> String {
    if let progress = live[trial.id]?.progress { return "\(progress.step)/\(progress.steps)" }
    return trial.lastStep < 0 ? "-" : String(trial.lastStep)
  }

  /// "loss 5.213  target_entropy 1.345  131 images/s".
  private static func words(_ live: LiveProgress) -> String {
    var parts: [String] = []
    if let progress = live.progress {
      if let loss = progress.loss { parts.append("loss \(FixedText.text(loss, decimals: 3))") }
      for (name, value) in (progress.metrics ?? [:]).sorted(by: { $0.key < $1.key }) {
        parts.append("\(name) \(FixedText.text(value, decimals: 3))")
      }
      if live.stage == nil, let rate = progress.imagesPerSecond {
        parts.append("\(FixedText.text(rate, decimals: 0)) images/s")
      }
    }
    if let stage = live.stage { parts.append(stage) }
    return parts.joined(separator: "  ")
  }
}
