import ArgumentParser
import Reports
import Store

/// `capi diff`: what two runs were asked to do differently, and where their curves part.
struct DiffCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show where two runs differ.",
    discussion: """
      Configuration first, then versions and machine, then the first step at which logged values \
      part, then final scores. Values are compared bit by bit unless a tolerance is given.

      Examples:
        capi diff runs/first runs/second
        capi diff runs/demo/runs/0f3c… runs/demo/runs/81aa… --tolerance 1e-6
      """)

  @Argument(help: "A run's folder, or its run.h5.", completion: .file(extensions: ["h5"]))
  var first: String

  @Argument(help: "The other's.", completion: .file(extensions: ["h5"]))
  var second: String

  @Option(help: "Values differing by at most this share of the larger count as equal.")
  var tolerance = 0.0

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if !(0...1).contains(tolerance) {
      throw ValidationError("--tolerance must be in 0…1, not \(tolerance)")
    }
  }

  func run(in program: Program) throws -> ExitStatus {
    let difference = RunDifference(
      try Run.open(RunPlace(first).folder).record, try Run.open(RunPlace(second).folder).record,
      tolerance: tolerance)
    try program.console.write(
      json ? difference.json() : difference.text(width: program.console.outputWidth))
    return .success
  }
}
