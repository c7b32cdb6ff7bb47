import CapiCore
import ArgumentParser

/// `capi doctor`: what this machine has, and what is wrong with it.
struct DoctorCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what capi finds on this machine, and what is wrong.",
    discussion: """
      The exit code is 1 if something that training needs is wrong; what only notebooks need \
      is a warning.

      Examples:
        capi doctor
        capi doctor --json
      """)

  @Flag(help: "Print JSON.")
  var json = false

  func run(in program: Program) throws -> ExitStatus {
    let diagnosis = Diagnosis.make()
    try program.console.print(json ? diagnosis.json.prettyJSON : diagnosis.text)
    return diagnosis.isSound ? .success : .failure
  }
}
