import ArgumentParser

/// `capi data`: looking at data sets.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Look at data sets.",
    discussion: """
      Example:
        capi data inspect experiments/scenes-quick.yaml --sheet scenes.png
      """,
    subcommands: [DataInspectCommand.self])
}
