import ArgumentParser

/// How a command line says which code may be loaded.
struct PluginArguments: ParsableArguments {
  @Option(
    name: .customLong("plugin"), parsing: .singleValue,
    help: ArgumentHelp(
      "Library with components of a third party; may be repeated.", valueName: "library"),
    completion: .file(extensions: ["so", "dylib"]))
  var libraries: [String] = []

  @Flag(help: "Load the libraries that the files list under `plugins`.")
  var allowPlugins = false
}

/// A command whose components may come from plugins.
protocol PluginUser: ProgramCommand {
  var plugins: PluginArguments { get }
  /// Experiment and sweep files that may list plugins, and the changes to them.
  var configurationFiles: (paths: [String], overrides: [String]) { get }
}

extension PluginUser {
  var configurationFiles: (paths: [String], overrides: [String]) { ([], []) }
}
