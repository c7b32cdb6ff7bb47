import Store
import CapiCore
import ArgumentParser
import Foundation
import Sweeps

/// `capi sweep run`: what is missing of a sweep, in worker processes.
struct SweepRunCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the trials of a sweep that are missing.",
    discussion: """
      Each trial runs in a process of its own. Ctrl-C lets the workers seal what they have (once \
      more ends them at once); the same command again does what is missing.

      Examples:
        capi sweep run sweeps/demo.yaml -o runs/demo
        capi sweep run sweeps/demo.yaml -o runs/demo --workers 2 --retry-failed
        capi sweep run sweeps/cifar10-losses.yaml dataset.root=/data/cifar10

      The exit code is 0 when all trials are done, 1 when one has failed, 130 or 143 when \
      stopped.
      """)

  @OptionGroup var arguments: SweepArguments
  @OptionGroup var plugins: PluginArguments

  var configurationFiles: (paths: [String], overrides: [String]) {
    ([arguments.sweep], arguments.overrides)
  }

  @Option(help: "Trials that run at the same time; the cores are divided among them.")
  var workers = 1

  @Flag(help: "Start trials that failed before again.")
  var retryFailed = false

  func validate() throws {
    if !(1...1024).contains(workers) {
      throw ValidationError("--workers must be in 1…1024, not \(workers)")
    }
  }

  func run(in program: Program) async throws -> ExitStatus {
    let plan = try arguments.plan(program)
    let folder = arguments.folder
    let console = program.console
    let plugins = program.plugins
    let executable = try WorkerExecutable.path()
    let runner = SweepRunner(
      plan: plan, folder: folder,
      options: SweepOptions(workers: workers, retriesFailed: retryFailed),
      creatorVersion: Program.version,
      reporter: ProgressReporter(isLive: console.isLive, width: console.errorWidth) {
        console.writeError($0)
      },
      command: { WorkerExecutable.command(executable, for: $0, plugins: plugins) })
    let watcher = SignalWatcher()
    // It takes the signals over for as long as it lives.
    defer { withExtendedLifetime(watcher) {} }
    let outcome = try await runner.run(stopRequests: watcher.requests)
    if arguments.json {
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
