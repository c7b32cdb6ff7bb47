import ArgumentParser
import CapiCore
import Experiments

/// `capi schema`: for editors' YAML language servers.
struct SchemaCommand: PluginUser {
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case experiment
    case sweep
  }

  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of experiment or sweep files.",
    discussion: """
      Made from the registered components, so that editors complete and check what exists.

      Examples:
        capi schema > schema.json
        capi schema sweep > sweep-schema.json

      The first line of a file then names it: # yaml-language-server: $schema=../schema.json
      """)

  @Argument(help: "Whose schema.")
  var kind = Kind.experiment

  @OptionGroup var plugins: PluginArguments

  func run(in program: Program) throws -> ExitStatus {
    let schema = ExperimentSchema(catalogs: program.registry.catalogs)
    try program.console.write(kind == .experiment ? schema.experiment : schema.sweep)
    return .success
  }
}
