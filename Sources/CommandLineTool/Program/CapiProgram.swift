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
    let command: any ParsableCommand
    do {
      command = try CapiCommand.parseAsRoot(arguments)
    } catch {
      CapiCommand.exit(withError: error)
    }
    let console = Console()
    do {
      var registry = Registry()
      try registry.registerBuiltInComponents()
      try registry.registerBuiltInProbes()
      try registering(&registry)
      let program = Program(registry: registry, console: console, arguments: arguments)
      Foundation.exit(try await run(command, in: program).code)
    } catch {
      end(with: error, of: command, console)
    }
  }

  @MainActor
  private static func run(
    _ command: any ParsableCommand, in program: Program
  ) async throws -> ExitStatus {
    if let command = command as? any ProgramCommand { return try await command.run(in: program) }
    // Help, and groups of commands, which print theirs.
    var command = command
    try command.run()
    return .success
  }

  private static func end(
    with error: any Error, of command: any ParsableCommand, _ console: Console
  ) -> Never {
    switch error {
    case is CleanExit, is ValidationError, is ExitCode:
      type(of: command).exit(withError: error)
    default:
      let failure = Failure(error)
      console.error(failure.text)
      Foundation.exit(failure.status.code)
    }
  }
}
