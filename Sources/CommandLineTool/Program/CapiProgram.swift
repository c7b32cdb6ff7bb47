import ArgumentParser
public import CapiCore
import Components
import Foundation
import Probes
import Torch

/// The `capi` program: the one place where components, probes and commands meet.
///
/// A program with components of its own is this program with more registrations:
///
/// ```swift
/// await CapiProgram.main { registry in
///   try registry.register(MyLoss.self, origin: "my-plugin")
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
  ///   - registering: adds to the built-in components, or replaces some.
  @MainActor
  public static func main(
    arguments: [String] = Array(CommandLine.arguments.dropFirst()),
    registering: (inout Registry) throws -> Void = { _ in }
  ) async -> Never {
    // Before anything else: libtorch reads its environment once.
    Torch.Runtime.start()
    let console = Console()
    let command = parse(arguments, console)
    if command is RunCommand { ThreadWaiting.startAgainIfUnset() }
    do {
      var registry = Registry()
      try registry.registerBuiltInComponents()
      try registry.registerBuiltInProbes()
      try registering(&registry)
      let program = Program(registry: registry, console: console, arguments: arguments)
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
