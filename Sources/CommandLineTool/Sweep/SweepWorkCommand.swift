import ArgumentParser
import Experiments
import Store
import Sweeps

/// `capi sweep work`: a further worker on a sweep that was started elsewhere.
struct SweepWorkCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "work",
    abstract: "Help with a sweep from another terminal or machine.",
    discussion: """
      Takes trials that nobody runs, from the folder of a sweep that `capi sweep run` has started, \
      and ends when all are done. Any number of these may work on one folder, also on other \
      machines that share the file system and its locks.

      Examples:
        capi sweep work runs/demo
        capi sweep work /net/runs/demo --workers 8
      """)

  @Argument(help: "The folder of the sweep.", completion: .directory)
  var folder: String

  @OptionGroup var running: SweepRunArguments
  @OptionGroup var plugins: PluginArguments

  @Flag(help: "Print JSON.")
  var json = false

  func run(in program: Program) async throws -> ExitStatus {
    let sweep = SweepFolder(folder)
    let plan = try PlanBuilder(
      program.resolver, fingerprints: DatasetFingerprints(registry: program.registry),
      plugins: program.plugins
    ).plan(in: sweep)
    var options = try running.options(for: plan)
    options.joins = true
    return try await running.run(plan, in: sweep, options: options, json: json, program: program)
  }
}
