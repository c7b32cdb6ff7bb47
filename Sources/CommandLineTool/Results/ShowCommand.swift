import ArgumentParser
import CapiCore
import Reports

/// `capi show`: one run in a few lines.
struct ShowCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what a run has measured.",
    discussion: """
      Examples:
        capi show runs/scenes-quick-1a2b3c4d
        capi show runs/demo/runs/0f3c…/run.h5 --json
      """)

  @Argument(help: "The run's folder, or its run.h5.", completion: .file(extensions: ["h5"]))
  var run: String

  @Flag(help: "Print JSON, as `capi run --json` does.")
  var json = false

  func run(in program: Program) throws -> ExitStatus {
    let place = try RunPlace(run)
    try program.console.write(
      json
        ? RunReport(place.record, folder: place.folder).json.prettyJSON + "\n"
        : RunSummary(place.record).text(width: program.console.outputWidth))
    return .success
  }
}
