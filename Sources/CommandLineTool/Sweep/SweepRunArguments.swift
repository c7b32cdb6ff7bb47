import ArgumentParser
import CapiCore
import Foundation
import Store
import Sweeps

/// What `capi sweep run` and `capi sweep work` have in common.
struct SweepRunArguments: ParsableArguments {
  @Option(help: "Trials that run at the same time; cores and memory are divided among them.")
  var workers: Int?

  @Option(help: "Threads of each worker, in place of its share of the cores.")
  var threads: Int?

  @Option(
    help: "Which trials come first: as-listed, shuffled, or round-robin (a seed of each first).")
  var order = OrderArgument(.asListed)

  @Flag(help: "After a failed trial: go on with the others, or start nothing more.")
  var failures = FailureHandling.keepGoing

  @Option(help: "Run only this trial: its number in the plan, or its identity. May be repeated.")
  var only: [String] = []

  @Option(help: "Start trials again that are in this state: failed.")
  var retry: RetriedState?

  @Flag(help: .hidden)
  var retryFailed = false

  @Option(help: "How long one trial may take, such as 90s, 15m or 2h; then it has failed.")
  var timeLimit: DurationArgument?

  /// What becomes of a sweep when a trial has failed.
  enum FailureHandling: String, EnumerableFlag {
    case keepGoing
    case failFast
  }

  enum RetriedState: String, ExpressibleByArgument, CaseIterable {
    case failed
  }

  func validate() throws {
    if let workers, !(1...1024).contains(workers) {
      throw ValidationError("--workers must be in 1…1024, not \(workers)")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be in 1…1024, not \(threads)")
    }
  }

  func options(for plan: SweepPlan) throws(SweepError) -> SweepOptions {
    var options = SweepOptions(
      workers: workers ?? 1, retriesFailed: retryFailed || retry == .failed)
    options.threads = threads
    options.order = order.order
    options.failsFast = failures == .failFast
    options.timeLimit = timeLimit?.duration
    if !only.isEmpty {
      var numbers: Set<Int> = []
      for name in only { numbers.insert(try plan.number(named: name)) }
      options.only = numbers
    }
    return options
  }

  /// Runs what is missing of a plan and says what has become of it.
  @MainActor func run(
    _ plan: SweepPlan, in folder: SweepFolder, options: SweepOptions, json: Bool,
    program: Program
  ) async throws -> ExitStatus {
    let console = program.console
    let plugins = program.plugins
    let executable = try WorkerExecutable.path()
    let runner = SweepRunner(
      plan: plan, folder: folder, options: options, creatorVersion: Program.version,
      reporter: ProgressReporter(isLive: console.isLive, width: console.errorWidth) {
        console.writeError($0)
      },
      command: { WorkerExecutable.command(executable, for: $0, plugins: plugins) })
    let watcher = SignalWatcher()
    // It takes the signals over for as long as it lives.
    defer { withExtendedLifetime(watcher) {} }
    let outcome = try await runner.run(stopRequests: watcher.requests)
    if json {
      try console.print(SweepJSON.outcome(outcome, folder: folder).prettyJSON)
    } else {
      try console.print("\(outcome.summary)\nresults: \(folder.path)")
    }
    switch outcome.exitCode {
    case 0: return .success
    case 1: return .failure
    default: return .interrupted(signal: outcome.signal ?? SIGINT)
    }
  }
}

/// The word on the command line for an order; `TrialOrder` itself knows no command line.
struct OrderArgument: ExpressibleByArgument {
  let order: TrialOrder

  init?(argument: String) {
    guard let order = TrialOrder(rawValue: argument) else { return nil }
    self.order = order
  }

  init(_ order: TrialOrder) { self.order = order }

  var defaultValueDescription: String { order.rawValue }

  static var allValueStrings: [String] { TrialOrder.allCases.map(\.rawValue) }
}
