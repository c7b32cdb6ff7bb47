import Foundation

/// An error in words, for records and for people.
package enum ErrorSentence {
  /// The modules' own errors describe themselves; Foundation's do so only in their localized
  /// description.
  package static func text(of error: any Error) -> String {
    if error is CocoaError || error is POSIXError || error is URLError {
      return error.localizedDescription
    }
    let text = String(describing: error)
    return text.contains("Error Domain=") ? error.localizedDescription : text
  }
}
