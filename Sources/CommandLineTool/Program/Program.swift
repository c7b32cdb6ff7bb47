import ArgumentParser
import CapiCore
import Experiments

/// What every command is handed: made once, at the top.
struct Program: Sendable {
  /// The version in `capi --version` and in every file that the program writes.
  static let version = "0.1.0"

  let registry: Registry
  /// Where components from outside come from.
  let plugins: [PluginRecord]
  let console: Console
  /// The command line without the program's name.
  let arguments: [String]

  var resolver: ExperimentResolver { ExperimentResolver(catalogs: registry.catalogs) }
}

/// A command: parsed by ArgumentParser, run with what the program hands down.
protocol ProgramCommand: ParsableCommand {
  /// Does what the command is for, on the main thread.
  ///
  /// - Throws: anything with a description of one clear sentence; ``Failure`` maps it to an exit
  ///   code.
  @MainActor func run(in program: Program) async throws -> ExitStatus
}
