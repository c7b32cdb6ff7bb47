import CapiCore
import ArgumentParser
import Experiments
import Foundation
import Store

/// `capi eval`: probes for runs that are done.
struct EvalCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Probe finished runs again, with their probes or others.",
    discussion: """
      The weights come from each run's checkpoint. Results are sealed into \
      RUN/evaluations/ID/run.h5; the run's own record is never changed. The same question is \
      answered once: with the same run, step, probes and data set, what is there is shown.

      Examples:
        capi eval runs/scenes-quick-1a2b3c4d probes='[representation-health]'
        capi eval runs/a runs/b probes='[{name: knn-segmentation, k: [1, 5]}]' --json
        capi eval runs/a dataset.root=/data/camvid --step 199
        capi eval runs/sweep/trials/* probes='[logistic-segmentation]' --workers 4
      """)

  @Argument(help: "Folders of runs, and changes to them: probes…, dataset… or engine….")
  var arguments: [String]

  @Option(help: "The checkpoint's step (default: the last one).")
  var step: Int64?

  @Option(help: "Threads to compute with, in place of engine.threads.")
  var threads: Int?

  @Option(help: "Runs to evaluate at a time, each in a process of its own.")
  var workers = 1

  @Option(help: "How it goes: auto, live, lines, json, none.")
  var progress = ProgressMode.auto

  @Flag(help: "Evaluate again what was evaluated before.")
  var force = false

  @Flag(help: "Print one JSON object a run.")
  var json = false

  @OptionGroup var plugins: PluginArguments

  func validate() throws {
    if !arguments.contains(where: { !$0.contains("=") }) {
      throw ValidationError("name the folder of at least one run")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be in 1…1024, not \(threads)")
    }
    if !(1...256).contains(workers) {
      throw ValidationError("--workers must be in 1…256, not \(workers)")
    }
  }

  func run(in program: Program) async throws -> ExitStatus {
    let overrides = arguments.filter { $0.contains("=") }
    let runs = arguments.filter { !$0.contains("=") }
    if workers > 1, runs.count > 1 { return try await evaluateAtOnce(runs, overrides, program) }
    let reporter = progress.reporter(program.console)
    let stop = StopSignal { reporter.note("stopping after this probe (once more ends at once)") }
    for path in runs {
      let run = try FinishedRun(
        RunPlace(path).folder, registry: program.registry, overrides: overrides, step: step)
      let (record, place) = try evaluate(run, program, reporter, stop)
      let report = RunReport(record, folder: place.path)
      if json {
        try program.console.print(report.json.prettyJSON)
      } else {
        try program.console.write(report.text(width: program.console.outputWidth))
      }
      if let signal = stop.signal { return .interrupted(signal: signal) }
    }
    reporter.end()
    return .success
  }

  private func evaluateAtOnce(
    _ runs: [String], _ overrides: [String], _ program: Program
  ) async throws -> ExitStatus {
    let workers = min(workers, runs.count)
    let threads = threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount / workers)
    let console = program.console
    var options = ["--threads", String(threads), "--progress", "none"]
    if let step { options += ["--step", String(step)] }
    if force { options.append("--force") }
    if json { options.append("--json") }
    for plugin in program.plugins where !plugin.path.isEmpty {
      options += ["--plugin", plugin.path]
    }
    let words = options
    let stop = StopSignal {
      console.error("stopping after the probes that are asked now (once more ends at once)")
    }
    return try await EvalWorkers(
      executable: WorkerExecutable.path(),
      arguments: { ["eval"] + words + ["--", $0] + overrides },
      console: console
    ).evaluate(runs, workers: workers, stop: stop)
  }

  private func evaluate(
    _ run: FinishedRun, _ program: Program, _ reporter: any RunReporter, _ stop: StopSignal
  ) throws -> (RunRecord, RunFolder) {
    let folder = RunEvaluator.folder(of: run)
    if !force, folder.hasRecord {
      let record = try RunStore.read(folder)
      if record.header.state == .done { return (record, folder) }
    }
    let outcome = try RunEvaluator(
      registry: program.registry, creatorVersion: Program.version
    ).evaluate(
      run,
      options: RunOptions(
        threads: threads, arguments: ["capi"] + program.arguments, plugins: program.plugins),
      observer: reporter, shouldStop: { stop.signal != nil })
    return (outcome.record, outcome.folder)
  }
}
