import ArgumentParser

/// `capi sweep`: many trials from one file.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Plan, run and watch many trials from one file.",
    discussion: """
      Examples:
        capi sweep plan sweeps/demo.yaml
        capi sweep run sweeps/demo.yaml -o runs/demo --workers 2
        capi sweep work runs/demo
        capi sweep status runs/demo --watch
      """,
    subcommands: [
      SweepPlanCommand.self, SweepRunCommand.self, SweepWorkCommand.self, SweepStatusCommand.self,
    ])
}
