import Foundation

/// The terminal or the files behind standard output and standard error.
///
/// Results go to standard output, everything about how it goes to standard error.
struct Console: Sendable {
  /// Writes a result, at once: readers of a pipe wait for it.
  ///
  /// - Throws: ``CommandError/output(_:)`` when it cannot be written, on a full disk for instance.
  func write(_ text: String) throws(CommandError) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw .output(error.localizedDescription)
    }
  }

  /// Writes a result and a line break.
  func print(_ text: String) throws(CommandError) { try write(text + "\n") }

  /// Writes a line to standard error. Where even that cannot be written, nobody reads it.
  func error(_ text: String) { writeError(text + "\n") }

  /// Writes text to standard error as it is.
  func writeError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Whether standard output is a terminal, for bold type.
  var isStyled: Bool { Self.isTerminal(STDOUT_FILENO) && environment["NO_COLOR"] == nil }

  /// Whether lines on standard error can be drawn over.
  var isLive: Bool { Self.isTerminal(STDERR_FILENO) && environment["TERM"] != "dumb" }

  /// Whether lines on standard output can be drawn over.
  var isOutputLive: Bool { Self.isTerminal(STDOUT_FILENO) && environment["TERM"] != "dumb" }

  /// Lines of the terminal at standard output; 24 where it does not say.
  var outputHeight: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
    return Int(size.ws_row)
  }

  /// Columns of the terminal at standard output; nil for no limit, as in a file.
  var outputWidth: Int? { Self.isTerminal(STDOUT_FILENO) ? Self.width(STDOUT_FILENO) ?? 100 : nil }

  /// Columns of the terminal at standard error; 100 where it does not say.
  var errorWidth: Int { Self.width(STDERR_FILENO) ?? 100 }

  private var environment: [String: String] { ProcessInfo.processInfo.environment }

  private static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  private static func width(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
