import ArgumentParser
public import CapiCore
import Components
import Foundation
import Probes
import Torch

/// The `capi` program: the one place where components, probes and commands meet.
///
/// A program with components of its own is this program with plugins compiled in:
///
/// ```swift
/// @main struct MyProgram {
///   static func main() async { await CapiProgram.main(plugins: [MyPlugin()]) }
/// }
/// ```
///
/// Sweeps start the same executable again as worker, so workers know the same components.
public enum CapiProgram {
  /// Runs the command of a command line and ends the process with its exit code
  /// (docs/command-line.md).
  ///
  /// - Parameters:
  ///   - arguments: without the program's name.
  ///   - plugins: components of third parties that are compiled in.
  @MainActor
  public static func main(
    arguments: [String] = Array(CommandLine.arguments.dropFirst()), plugins: [any Plugin] = []
  ) async -> Never {
    // Before anything else: libtorch reads its environment once.
    Torch.Runtime.start()
    let console = Console()
    let command = parse(arguments, console)
    if command is RunCommand || command is EvalCommand { ThreadWaiting.startAgainIfUnset() }
    do {
      var registry = Registry()
      try registry.registerBuiltInComponents()
      try registry.registerBuiltInProbes()
      var session = PluginSession(registry: registry)
      for plugin in plugins { try session.register(plugin) }
      if let command = command as? any PluginUser { try session.load(for: command) }
      let program = Program(
        registry: session.registry, plugins: session.records, console: console,
        arguments: arguments)
      Foundation.exit(try await command.run(in: program).code)
    } catch {
      end(with: error, console)
    }
  }

  /// The command of a command line. Help, versions and completions are printed here, and end the
  /// process; so does wrong usage.
  private static func parse(_ arguments: [String], _ console: Console) -> any ProgramCommand {
    do {
      var command = try CapiCommand.parseAsRoot(arguments)
      if let command = command as? any ProgramCommand { return command }
      // Groups of commands, which print their help by throwing it.
      try command.run()
      Foundation.exit(ExitStatus.success.code)
    } catch {
      if let unknown = UnknownCommand.find(in: arguments) { end(with: unknown, console) }
      CapiCommand.exit(withError: error)
    }
  }

  private static func end(with error: any Error, _ console: Console) -> Never {
    let failure = Failure(error)
    console.error(failure.text)
    Foundation.exit(failure.status.code)
  }
}

/// What the launcher calls: starts the program on the main actor and returns.
@_cdecl("capi_start")
public func startProgram() {
  Task { @MainActor in await CapiProgram.main() }
}
