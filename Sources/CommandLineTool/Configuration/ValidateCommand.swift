import ArgumentParser
import Experiments
import YAML

/// `capi validate`: everything that is wrong with files, before anything is started.
struct ValidateCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check experiment and sweep files.",
    discussion: """
      Prints a line for each good file. Everything wrong is printed to standard error, as \
      FILE:LINE:COLUMN: KEY: MESSAGE, and the exit code is 2. Arguments of the form KEY=VALUE \
      change all the files. Sweeps are told from experiments by their keys, and every trial of a \
      sweep is checked.

      Examples:
        capi validate experiments/*.yaml sweeps/*.yaml
        capi validate experiments/scenes-quick.yaml --explain masking.ratio
        capi validate experiments/scenes-quick.yaml loss.name=direct --explain loss
      """)

  @Argument(
    help: "Files, and changes to them: dotted.key=value.",
    completion: .file(extensions: ["yaml", "yml"]))
  var files: [String]

  @Option(help: "Say what a key is set to, by whom, and what it means; or all keys of a section.")
  var explain: String?

  @OptionGroup var plugins: PluginArguments

  var configurationFiles: (paths: [String], overrides: [String]) {
    split
  }

  /// The arguments that name files; the others have the form KEY=VALUE.
  private var split: (paths: [String], overrides: [String]) {
    let isOverride = { (argument: String) in
      argument.prefixMatch(of: /[A-Za-z_][A-Za-z0-9_.\-]*=/) != nil
    }
    return (files.filter { !isOverride($0) }, files.filter(isOverride))
  }

  func validate() throws {
    if split.paths.isEmpty { throw ValidationError("name at least one file to check") }
  }

  func run(in program: Program) throws -> ExitStatus {
    var status = ExitStatus.success
    for path in split.paths {
      do {
        let file = try ConfigurationFile.load(
          path, overrides: split.overrides, resolver: program.resolver)
        if let explain {
          let lines = try file.experiment.explain(explain).map(\.description)
          try program.console.print("\(path): \(file.summary)\n" + lines.joined(separator: "\n"))
        } else {
          try program.console.print("\(path): \(file.summary)")
        }
      } catch let error as Diagnostics {
        program.console.error(error.description)
        status = .badConfiguration
      } catch let error as UnknownKeyError {
        program.console.error("\(path): \(error.description)")
        status = .badConfiguration
      }
    }
    return status
  }
}
