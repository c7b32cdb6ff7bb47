internal import CHDF5

/// Where in which file a call is made: what every error says.
struct Location: Sendable {
  /// Path of the file as the caller gave it, or "(in memory)".
  var file: String
  /// Path inside the file.
  var object: String

  /// The same place one name deeper.
  func appending(_ name: String) -> Location {
    Location(file: file, object: object == "/" ? "/\(name)" : "\(object)/\(name)")
  }

  /// An attribute of this object.
  func attribute(_ name: String) -> Location {
    Location(file: file, object: "\(object) @\(name)")
  }

  func error(_ code: HDF5Error.Code, _ reason: String) -> HDF5Error {
    HDF5Error(code: code, file: file, object: object, reason: reason)
  }

  /// The error of a call that has just failed, with the library's own words.
  func failure(_ reason: String, code: HDF5Error.Code = .library) -> HDF5Error {
    HDF5Error(
      code: code, file: file, object: object, reason: reason,
      libraryErrors: ErrorStack.messages())
  }

  /// Throws when a call returned a negative status.
  func check(_ status: herr_t, _ reason: String) throws(HDF5Error) {
    guard status >= 0 else { throw failure(reason) }
  }

  /// Refuses a name that a link or an attribute cannot have.
  func checkName(_ name: String) throws(HDF5Error) {
    guard !name.isEmpty, name != ".", !name.contains("/"), !name.utf8.contains(0) else {
      throw error(
        .invalidValue,
        "\"\(name)\" cannot be a name; give one or more characters, no \"/\", not \".\"")
    }
  }
}
