import Foundation
import CapiCore
import ArgumentParser
import Experiments
import Store
import Sweeps
import class Torch.Profiler

/// `capi run`: one experiment, from its file to its sealed record.
struct RunCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Train and probe one experiment.",
    discussion: """
      Trains as the file says, probes raw pixels, the untrained and the trained encoder, and \
      seals everything into run.h5. Ctrl-C ends after the current step and writes a checkpoint; \
      once more ends at once. Either way, and after a crash, the same command goes on where the \
      run was, with the same results; of a run that is done it prints the result again.

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

  @Option(
    name: .customLong("init-from"),
    help: "Begin with the weights of another run: its folder, or a checkpoint.",
    completion: .file(extensions: ["h5"]))
  var initFrom: String?

  @Flag(help: "Replace the run that is in the folder.")
  var force = false

  @Option(
    help: "File of weights that the student starts with; the same as model.weights=FILE.",
    completion: .file(extensions: ["safetensors", "pth", "pt", "h5"]))
  var weights: String?

  @Option(help: "Threads to compute with, in place of engine.threads.")
  var threads: Int?

  @Option(
    help:
      "How it goes: auto, live (a line drawn over), lines, json (events on standard output), none.")
  var progress = ProgressMode.auto

  @Option(
    help:
      "Record what some steps do, after the first three, in this file; Perfetto and Chrome open it.",
    completion: .file(extensions: ["json"]))
  var profile: String?

  @Option(name: .customLong("profile-steps"), help: "Steps to record.")
  var profileSteps = 5

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  @Flag(help: .hidden)
  var worker = false

  @Option(help: .hidden)
  var baselines: String?

  @Option(name: .customLong("sweep-id"), help: .hidden)
  var sweepID: String?

  @OptionGroup var plugins: PluginArguments

  var configurationFiles: (paths: [String], overrides: [String]) {
    ([experiment], overrides)
  }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be in 1…1024, not \(threads)")
    }
    if let profile, !Profiler.canWrite(profile) {
      throw ValidationError(
        "--profile: \(profile) cannot be written; it must be a file, or nothing, in a folder that can be"
      )
    }
    guard (1...1000).contains(profileSteps) else {
      throw ValidationError("--profile-steps must be in 1…1000, not \(profileSteps)")
    }
  }

  func run(in program: Program) async throws -> ExitStatus {
    try ConfigurationFile.refuseSweep(experiment)
    let changes =
      overrides + (weights.map { ["model.weights='\($0.replacing("'", with: "''"))'"] } ?? [])
    let resolved = try program.resolver.load(experiment, overrides: changes)
    // A run that is to be replaced begins anew.
    let begun = force ? [] : RunDestination.candidates(output: output, experiment: experiment)
    let initial = try initFrom.map {
      try InitialWeights.find($0, orBegunIn: begun, identity: resolved.identity)
    }
    let destination = RunDestination(
      output: output, experiment: experiment,
      identity: InitialWeights.runID(resolved.identity, from: initial))
    if SweepFolder(destination.folder.path).hasSpecification {
      throw CommandError.sweepFolder(path: destination.folder.path)
    }
    let runner = ExperimentRunner(registry: program.registry, creatorVersion: Program.version)
    // What is there is removed only for a run that can begin.
    if force, destination.folder.holdsRun { try runner.preflight(resolved) }
    // A sweep decides itself what is run again.
    if !worker, let finished = try destination.prepare(force: force) {
      program.console.error("this run is done already; --force trains it again")
      try show(RunReport(finished, folder: destination.folder.path), program.console)
      return .success
    }
    let reporter = (worker ? ProgressMode.json : progress).reporter(program.console)
    let stop = StopSignal { reporter.note("stopping after this step (once more ends at once)") }
    let git = await GitState.ofProgram()
    let source = SourceState(
      commit: git.commit, difference: git.difference,
      // The file of a sweep's trial is made by the sweep.
      experimentCommit: worker ? "" : await GitState.commit(of: experiment),
      versions: [TextEntry("swift", SwiftVersion.text)])
    var options = RunOptions(
      sweepID: sweepID, threads: threads, arguments: ["capi"] + program.arguments, source: source,
      plugins: program.plugins, initialWeights: initial)
    options.baselines = baselines
    options.profile = profile.map { ProfileRequest(path: $0, steps: profileSteps) }
    if worker { Self.offerToOutOfMemoryKiller() }
    let outcome: RunOutcome
    do {
      outcome = try runner.run(
        resolved, in: destination.folder, options: options, observer: reporter,
        shouldStop: { stop.signal != nil })
    } catch {
      reporter.failed(Failure.sentence(error))
      throw error
    }
    reporter.end()
    return try conclude(outcome, reporter, stop, program.console)
  }

  /// Where memory runs out, the system is to end this trial and not the sweep that holds the others
  /// together. Best effort: where it cannot be said, the system chooses by itself.
  private static func offerToOutOfMemoryKiller() {
    try? "500".write(toFile: "/proc/self/oom_score_adj", atomically: false, encoding: .utf8)
  }

  private func show(_ report: RunReport, _ console: Console) throws {
    if json {
      try console.print(report.json.prettyJSON)
    } else {
      try console.write(report.text(width: console.outputWidth))
    }
  }

  /// Tells the result and chooses the exit code.
  private func conclude(
    _ outcome: RunOutcome, _ reporter: any RunReporter, _ stop: StopSignal, _ console: Console
  ) throws -> ExitStatus {
    if json || !worker {
      try show(RunReport(outcome.record, folder: outcome.folder.path), console)
    }
    switch outcome.state {
    case .done: return .success
    case .interrupted:
      console.error(
        "interrupted: \(outcome.reason); \(outcome.resumption) (\(outcome.folder.path))")
      return .interrupted(signal: stop.signal ?? 2)
    case .failed, .planned, .running:
      let error = CommandError.failedRun(reason: outcome.reason)
      reporter.failed(outcome.reason)
      throw error
    }
  }
}
