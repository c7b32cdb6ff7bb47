import Experiments
import YAML

/// An error that has reached the top: what people read, and the exit code.
struct Failure: Equatable {
  let text: String
  let status: ExitStatus

  init(_ error: any Error) {
    if let diagnostics = error as? Diagnostics {
      // Each line begins with its place, as compilers do, so that editors find it.
      text = diagnostics.description
      status = .badConfiguration
    } else {
      text = "error: " + Self.sentence(error)
      status =
        switch error {
        case is UnknownCommand, is UnknownComponent: .usage
        case CommandError.sweepFile, CommandError.experimentFile: .badConfiguration
        default: .failure
        }
    }
  }

  /// An error in words.
  static func sentence(_ error: any Error) -> String { ErrorSentence.text(of: error) }
}
