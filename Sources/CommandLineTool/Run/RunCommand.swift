import CapiCore
import ArgumentParser
import Experiments
import Store
import Sweeps

/// `capi run`: one experiment, from its file to its sealed record.
struct RunCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Train and probe one experiment.",
    discussion: """
      Trains as the file says, probes raw pixels, the untrained and the trained encoder, and \
      seals everything into run.h5. Ctrl-C ends after the current step and keeps what was \
      measured; once more ends at once.

      Examples:
        capi run experiments/scenes-quick.yaml
        capi run experiments/scenes-quick.yaml training.steps=50 -o runs/short
        capi run experiments/scenes-quick.yaml --json | jq .scores

      Values are YAML: probes.0.k='[1, 5]'. `capi validate FILE --explain KEY` says what a key \
      is.
      """)

  @Argument(help: "The experiment file.", completion: .file(extensions: ["yaml", "yml"]))
  var experiment: String

  @Argument(help: "Changes to it: dotted.key=value.")
  var overrides: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "The run's folder (default: runs/NAME-IDENTITY).", completion: .directory)
  var output: String?

  @Flag(help: "Replace the run that is in the folder.")
  var force = false

  @Option(help: "Threads to compute with, in place of engine.threads.")
  var threads: Int?

  @Option(
    help:
      "How it goes: auto, live (a line drawn over), lines, json (events on standard output), none.")
  var progress = ProgressMode.auto

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  @Flag(help: .hidden)
  var worker = false

  @Option(name: .customLong("sweep-id"), help: .hidden)
  var sweepID: String?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be in 1…1024, not \(threads)")
    }
  }

  func run(in program: Program) async throws -> ExitStatus {
    let resolved = try program.resolver.load(experiment, overrides: overrides)
    let destination = RunDestination(
      output: output, experiment: experiment, identity: resolved.identity)
    // A sweep decides itself what is run again.
    if !worker { try destination.prepare(force: force) }
    let reporter = (worker ? ProgressMode.json : progress).reporter(program.console)
    let stop = StopSignal { reporter.note("stopping after this step (once more ends at once)") }
    let git = await GitState.of(file: experiment)
    let source = SourceState(
      commit: git.commit, difference: git.difference,
      versions: [TextEntry("swift", SwiftVersion.text)])
    let outcome: RunOutcome
    do {
      outcome = try ExperimentRunner(registry: program.registry, creatorVersion: Program.version)
        .run(
          resolved, in: destination.folder,
          options: RunOptions(
            sweepID: sweepID, threads: threads, arguments: ["capi"] + program.arguments,
            source: source),
          observer: reporter, shouldStop: { stop.signal != nil })
    } catch {
      reporter.failed(Failure.sentence(error))
      throw error
    }
    reporter.end()
    return try conclude(outcome, reporter, stop, program.console)
  }

  /// Tells the result and chooses the exit code.
  private func conclude(
    _ outcome: RunOutcome, _ reporter: any RunReporter, _ stop: StopSignal, _ console: Console
  ) throws -> ExitStatus {
    let report = RunReport(outcome.record, folder: outcome.folder.path)
    if json {
      try console.print(report.json.prettyJSON)
    } else if !worker {
      try console.write(report.text(width: console.outputWidth))
    }
    switch outcome.state {
    case .done: return .success
    case .interrupted:
      console.error(
        "interrupted: \(outcome.reason); what was measured is in \(outcome.folder.path)")
      return .interrupted(signal: stop.signal ?? 2)
    case .failed, .planned, .running:
      let error = CommandError.failedRun(reason: outcome.reason)
      reporter.failed(outcome.reason)
      throw error
    }
  }
}
