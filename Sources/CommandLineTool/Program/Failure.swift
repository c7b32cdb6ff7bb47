import Foundation
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

  /// An error in words. The modules' own errors describe themselves; Foundation's do so only in
  /// their localized description.
  static func sentence(_ error: any Error) -> String {
    if error is CocoaError || error is POSIXError || error is URLError {
      return error.localizedDescription
    }
    return String(describing: error)
  }
}
