internal import Foundation

/// Errors of the C library in words.
enum SystemError {
  /// What `errno` says, "No such file or directory" for instance.
  static var lastText: String { String(cString: strerror(errno)) }
}
