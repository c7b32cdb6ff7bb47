import ArgumentParser

/// The root of the command line.
struct CapiCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capi",
    abstract: "Experiments with masked image modelling, from YAML to tables.",
    discussion: """
      One experiment:   capi run experiments/scenes-quick.yaml training.steps=100
      Many:             capi sweep run sweeps/demo.yaml -o runs/demo --workers 2
      Their results:    capi compare runs/demo
                        capi export runs/demo --to notebooks-export/demo --execute

      Results go to standard output, progress and errors to standard error.

      Exit codes: 0 done; 1 a run or check failed; 2 a configuration is wrong; 64 wrong usage; \
      130, 140, 143 stopped by Ctrl-C, SIGUSR2, SIGTERM: the same command goes on. All of it: \
      docs/command-line.md.
      """,
    version: Program.version,
    groupedSubcommands: [
      CommandGroup(name: "Training", subcommands: [RunCommand.self, SweepCommand.self]),
      CommandGroup(
        name: "Results",
        subcommands: [
          ShowCommand.self, TailCommand.self, VerifyCommand.self, EvalCommand.self,
          CompareCommand.self, DiffCommand.self, ReportCommand.self, ExportCommand.self,
          FeaturesCommand.self, VisualizeCommand.self, WeightsCommand.self,
        ]),
      CommandGroup(
        name: "Data", subcommands: [DataCommand.self, SheetCommand.self, MasksCommand.self]),
      CommandGroup(
        name: "Configuration",
        subcommands: [ValidateCommand.self, ComponentsCommand.self, SchemaCommand.self]),
      CommandGroup(
        name: "Checks", subcommands: [ParityCommand.self, BenchCommand.self, DoctorCommand.self]),
    ])
}
