/// What went wrong with an HDF5 file, where, and what the library itself says about it.
public struct HDF5Error: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of thing went wrong, for programs.
  public enum Code: Sendable, Equatable {
    /// A call of the library failed; `libraryErrors` says how.
    case library
    /// The file could not be opened: missing, unreadable, not HDF5, or damaged.
    case cannotOpen
    /// No object or attribute of that name.
    case notFound
    /// The object is there and is of another kind, type or shape.
    case mismatch
    /// The stored values cannot be what was written.
    case damaged
    /// The caller's values cannot be stored.
    case invalidValue
  }

  public var code: Code
  /// Path of the file, or "(in memory)".
  public var file: String
  /// Path inside the file, with ` @name` behind it for an attribute.
  public var object: String
  /// What is wrong, as a sentence without a full stop.
  public var reason: String
  /// HDF5's own error stack, from the call that was made down to where it failed.
  public var libraryErrors: [String]

  public init(
    code: Code, file: String, object: String, reason: String, libraryErrors: [String] = []
  ) {
    self.code = code
    self.file = file
    self.object = object
    self.reason = reason
    self.libraryErrors = libraryErrors
  }

  public var description: String { "\(file): \(detail)" }

  /// The message without the file: the object, what is wrong, and what the library says.
  public var detail: String {
    var text = object == "/" ? reason : "\(object): \(reason)"
    if !libraryErrors.isEmpty {
      text += " (HDF5: \(libraryErrors.joined(separator: "; ")))"
    }
    return text
  }
}
