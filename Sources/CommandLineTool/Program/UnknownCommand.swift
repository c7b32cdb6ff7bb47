import ArgumentParser
import YAML

/// A word where the name of a command is expected.
struct UnknownCommand: Error, Equatable, CustomStringConvertible {
  /// The commands above it: "capi sweep".
  let group: String
  let word: String
  let known: [String]

  /// Finds the word in a command line that could not be parsed; nil if the commands are right.
  static func find(in arguments: [String]) -> UnknownCommand? {
    var group = "capi"
    var commands = CapiCommand.configuration.subcommands
    for word in arguments {
      let names = commands.compactMap { $0.configuration.commandName }
      guard !names.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
      guard let command = commands.first(where: { $0.configuration.commandName == word }) else {
        return UnknownCommand(group: group, word: word, known: names)
      }
      group += " \(word)"
      commands = command.configuration.subcommands
    }
    return nil
  }

  var description: String {
    "\(group) has no command '\(word)'\(NameSuggestion.hint(for: word, among: known))"
  }
}
