import ArgumentParser
import Store
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
        capi sweep run sweeps/demo.yaml -o runs/demo --workers 2 --retry failed
        capi sweep run sweeps/cifar10-losses.yaml dataset.root=/data/cifar10
        capi sweep run sweeps/demo.yaml --only 3 --time-limit 15m
        capi sweep run sweeps/demo-2.yaml --reuse runs/demo

      The exit code is 0 when all trials are done, 1 when one has failed, 130, 143 or 140 \
      when stopped by SIGINT, SIGTERM or SIGUSR2.
      """)

  @OptionGroup var arguments: SweepArguments
  @OptionGroup var running: SweepRunArguments
  @OptionGroup var plugins: PluginArguments

  var configurationFiles: (paths: [String], overrides: [String]) {
    ([arguments.sweep], arguments.overrides)
  }

  @Option(
    help: "A sweep's folder, whose finished trials are taken over where they are the same.",
    completion: .directory)
  var reuse: [String] = []

  @Flag(
    inversion: .prefixedNo,
    help: """
      Choose workers and threads by training a few steps in each way, unless given (default: \
      where the sweep is long enough for that to pay).
      """)
  var measure: Bool?

  func run(in program: Program) async throws -> ExitStatus {
    let plan = try arguments.plan(program)
    var options = try running.options(for: plan)
    options.reused = try reuse.map { path in
      let folder = SweepFolder(path)
      guard folder.hasSpecification else { throw SweepError.noSweep(folder: path) }
      return folder
    }
    let isGiven = running.workers != nil || running.threads != nil
    if measure ?? !isGiven {
      options.layouts = StepMeasurement.layouts(
        cores: options.cores, workers: running.workers, threads: running.threads)
      options.measuresAlways = measure == true
    }
    return try await running.run(
      plan, in: arguments.folder, options: options, json: arguments.json, program: program)
  }
}
