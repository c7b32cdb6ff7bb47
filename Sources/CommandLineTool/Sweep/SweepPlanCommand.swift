import CapiCore
import ArgumentParser
import Sweeps

/// `capi sweep plan`: the trials of a file; nothing is started or written.
struct SweepPlanCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "List the trials of a sweep file.",
    discussion: """
      Checks every trial as `capi run` would. Nothing is started or written.

      Examples:
        capi sweep plan sweeps/demo.yaml
        capi sweep plan sweeps/demo.yaml training.steps=50 seeds='[0, 1, 2]' --json
      """)

  @OptionGroup var arguments: SweepArguments
  @OptionGroup var plugins: PluginArguments

  var configurationFiles: (paths: [String], overrides: [String]) {
    ([arguments.sweep], arguments.overrides)
  }

  func run(in program: Program) throws -> ExitStatus {
    let plan = try arguments.plan(program)
    if arguments.json {
      try program.console.print(SweepJSON.plan(plan).prettyJSON)
    } else {
      let question = plan.question.isEmpty ? "" : plan.question + "\n\n"
      try program.console.print(question + plan.table)
    }
    return .success
  }
}
