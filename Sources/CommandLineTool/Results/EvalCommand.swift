import CapiCore
import ArgumentParser
import Experiments
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
      """)

  @Argument(help: "Folders of runs, and changes to them: probes…, dataset… or engine….")
  var arguments: [String]

  @Option(help: "The checkpoint's step (default: the last one).")
  var step: Int64?

  @Option(help: "Threads to compute with, in place of engine.threads.")
  var threads: Int?

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
  }

  func run(in program: Program) throws -> ExitStatus {
    let overrides = arguments.filter { $0.contains("=") }
    let reporter = progress.reporter(program.console)
    let stop = StopSignal { reporter.note("stopping after this probe (once more ends at once)") }
    for path in arguments where !path.contains("=") {
      let folder = RunFolder(path)
      guard folder.hasRecord else { throw CommandError.noRun(path: path) }
      let run = try FinishedRun(
        folder, registry: program.registry, overrides: overrides, step: step)
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
