internal import Foundation
internal import Store
internal import YAML

/// How fast a plan's trials train on this machine, from a few real steps of each kind of trial.
public struct StepMeasurement: Sendable {
  /// Workers at a time, and threads of each.
  public struct Layout: Sendable, Hashable {
    public var workers: Int
    public var threads: Int

    public init(workers: Int, threads: Int) {
      self.workers = workers
      self.threads = threads
    }

    /// "2 workers with 1 thread each".
    public var text: String {
      let threadsText = threads == 1 ? "1 thread" : "\(threads) threads"
      return workers == 1
        ? "1 worker with \(threadsText)" : "\(workers) workers with \(threadsText) each"
    }
  }

  /// What was found.
  public struct Outcome: Sendable, Equatable {
    /// Steps a second of all workers together, for each layout that was tried.
    public var tried: [Layout: Double] = [:]
    /// The fastest of them.
    public var layout: Layout
    /// Seconds for one step of one worker in that layout, by cost class.
    public var secondsPerStep: [String: Double] = [:]
    /// Trials that could not be measured, with the reason.
    public var failures: [String] = []

    /// What was found, for people.
    public var lines: [String] {
      var lines = tried.sorted { $0.key.workers < $1.key.workers }.map { layout, rate in
        let text = FixedText.text(rate, decimals: rate < 10 ? 2 : 1)
        return "measured \(layout.text): \(text) steps/s together"
      }
      lines += failures.map { "not measured: \($0)" }
      if tried.count > 1 {
        lines.append("fastest: --workers \(layout.workers) --threads \(layout.threads)")
      }
      return lines
    }
  }

  /// Steps that are trained for one measurement at least; the first half warms up.
  static let steps = 8
  /// Where several workers are measured, they train for so many seconds, more or less, so that the
  /// moments at which they start do not matter.
  static let seconds = 1.5
  /// Fewer seconds of training than this are not worth a choice.
  static let leastSeconds = 30.0

  private let plan: SweepPlan
  private let folder: String
  private let layouts: [Layout]
  private let command: WorkerTask.Builder
  private let stop: StopSwitch

  /// - Parameters:
  ///   - plan: whose trials are tried.
  ///   - folder: for the trials' files; the caller removes it.
  ///   - layouts: what to choose from, at least one.
  ///   - command: the program that runs one trial.
  public init(
    plan: SweepPlan, folder: String, layouts: [Layout], command: @escaping WorkerTask.Builder
  ) {
    self.init(
      plan: plan, folder: folder, layouts: layouts, stop: StopSwitch(), command: command)
  }

  /// - Parameter stop: ends what is being measured.
  init(
    plan: SweepPlan, folder: String, layouts: [Layout], stop: StopSwitch,
    command: @escaping WorkerTask.Builder
  ) {
    self.plan = plan
    self.folder = folder
    self.layouts = layouts
    self.command = command
    self.stop = stop
  }

  /// Ways to use a machine: all cores for one trial, one core for each, and two halves.
  ///
  /// - Parameters:
  ///   - cores: of the machine.
  ///   - workers: fixed when given.
  ///   - threads: fixed when given.
  public static func layouts(cores: Int, workers: Int?, threads: Int?) -> [Layout] {
    let counts = workers.map { [$0] } ?? [1, 2, cores]
    var layouts: [Layout] = []
    for count in counts where workers != nil || count <= cores {
      let layout = Layout(workers: count, threads: threads ?? max(1, cores / count))
      if !layouts.contains(layout) { layouts.append(layout) }
    }
    return layouts
  }

  /// Trains a few steps of a trial of each cost class. Takes the time of some steps and of starting
  /// the program, for each class.
  public func run(note: @Sendable (String) -> Void = { _ in }) async throws -> Outcome {
    var classes: [PlannedTrial] = []
    for trial in plan.trials where !classes.contains(where: { $0.costClass == trial.costClass }) {
      classes.append(trial)
    }
    guard let first = classes.first else { return Outcome(layout: layouts[0]) }
    var outcome = try await fastestLayout(for: first, trials: plan.trials.count, note: note)
    for trial in classes.dropFirst() {
      note("measuring \(trial.label)")
      let layout = outcome.layout
      if let each = try await seconds(trial, layout, steps: Self.steps, &outcome) {
        outcome.secondsPerStep[trial.costClass] = each
      }
    }
    return outcome
  }

  /// The layout that ends a number of trials first, were all of them like this one.
  ///
  /// - Parameter stepsLeft: of all trials; where one worker soon has them done, nothing more is
  ///   tried.
  func fastestLayout(
    for trial: PlannedTrial, trials: Int, stepsLeft: Int = .max,
    note: @Sendable (String) -> Void = { _ in }
  ) async throws -> Outcome {
    var outcome = Outcome(layout: layouts[0])
    var found: [Layout: Double] = [:]
    // Of one worker; 0 as long as it is not known.
    var alone = 0.0
    for layout in layouts where stop.request == nil {
      if alone > 0, alone * Double(stepsLeft) < Self.leastSeconds { break }
      note("measuring \(layout.text): \(trial.label)")
      let wanted = alone > 0 ? min(200, Int(Self.seconds / alone)) : 0
      let steps = layout.workers == 1 ? Self.steps : max(Self.steps, wanted)
      guard let each = try await seconds(trial, layout, steps: steps, &outcome) else { continue }
      if layout.workers == 1 { alone = each }
      found[layout] = each
      outcome.tried[layout] = Double(layout.workers) / each
    }
    // Five trials are two rounds for four workers: the last round counts as a whole one.
    func time(_ layout: Layout) -> Double {
      let rounds = (trials + layout.workers - 1) / layout.workers
      return Double(rounds) * (found[layout] ?? .infinity)
    }
    if let best = layouts.filter({ found[$0] != nil }).min(by: { time($0) < time($1) }) {
      outcome.layout = best
      outcome.secondsPerStep[trial.costClass] = found[best]
    }
    return outcome
  }

  /// Seconds for a step while every worker of the layout trains the same trial.
  private func seconds(
    _ trial: PlannedTrial, _ layout: Layout, steps: Int, _ outcome: inout Outcome
  ) async throws -> Double? {
    let results = try await withThrowingTaskGroup(of: (Double?, String?).self) { group in
      for worker in 0..<layout.workers {
        group.addTask {
          try await measure(trial, steps: steps, threads: layout.threads, worker: worker)
        }
      }
      return try await group.reduce(into: [(Double?, String?)]()) { $0.append($1) }
    }
    let seconds = results.compactMap(\.0)
    guard seconds.count == layout.workers else {
      let reason = results.compactMap(\.1).first ?? "it said nothing of its speed"
      outcome.failures.append("\(trial.title): \(reason)")
      return nil
    }
    return seconds.reduce(0, +) / Double(seconds.count)
  }

  private func measure(
    _ trial: PlannedTrial, steps: Int, threads: Int, worker: Int
  ) async throws -> (Double?, String?) {
    let run = RunFolder("\(folder)/\(worker)-\(UUID().uuidString)")
    try run.create()
    let path = SweepRunner.experimentPath(run)
    try AtomicFile.write(Array(Self.shortened(trial.yaml, steps: steps).utf8), to: path)
    let task = WorkerTask(
      trial: trial, folder: run, experimentPath: path, sweepID: plan.sweepID, threads: threads,
      sharedPath: "\(folder)/baselines")
    let command = command(task)
    let log = try TrialLog(path: run.logPath, heading: command.text)
    let times = LockedValue<[Double]>([])
    let report = await WorkerProcess(
      command: command, log: log, stop: stop, grace: .seconds(10)
    ).run { event in
      guard case .step(let progress) = event, let rate = progress.imagesPerSecond, rate > 0,
        let batch = progress.batch
      else { return }
      times.set(times.value + [Double(batch) / rate])
    }
    guard report.exit.isSuccess else { return (nil, report.failureReason) }
    let late = times.value.suffix(max(1, times.value.count / 2)).sorted()
    return (late.isEmpty ? nil : late[late.count / 2], nil)
  }

  /// The experiment with few steps and without what comes before and after them.
  static func shortened(_ yaml: String, steps: Int) throws -> String {
    var collector = DiagnosticCollector()
    let place = Location.generated("measurement")
    let tree = try Document.parse(yaml, file: "experiment.yaml").changed(
      by: [
        Setting(KeyPathText(dotted: "training.steps"), .plain(String(steps), at: place)),
        Setting(KeyPathText(dotted: "training.log_every"), .plain("1", at: place)),
        Setting(KeyPathText(dotted: "output.checkpoint"), .plain("false", at: place)),
        Setting(KeyPathText(dotted: "probes"), Node(.sequence([]), at: place)),
      ], rules: .none, into: &collector)
    try collector.throwIfAny()
    return NodeText.yaml(tree)
  }
}
