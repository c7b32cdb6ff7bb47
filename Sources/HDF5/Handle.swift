internal import CHDF5

/// An open HDF5 id that is closed when the last reference goes, or explicitly.
///
/// `@unchecked Sendable`: `state` is touched only under the library's lock.
final class Handle: @unchecked Sendable {
  private var state: hid_t?
  let location: Location
  /// Keeps the file open as long as anything in it is.
  private let file: Handle?

  /// Takes over `id`, which belongs to the file of `owner`. Call it under the lock, right after the call that returned the id.
  init(
    _ id: hid_t, at location: Location, owner: Handle?, orThrow reason: String,
    code: HDF5Error.Code = .library
  ) throws(HDF5Error) {
    guard id >= 0 else { throw location.failure(reason, code: code) }
    self.state = id
    self.location = location
    self.file = owner.map { $0.file ?? $0 }
  }

  deinit {
    // An error here has no one to go to. Nothing is lost by it: files are written in memory, and
    // their image is taken by a call whose result is checked.
    Library.locked {
      if let id = state { _ = H5Idec_ref(id) }
    }
  }

  /// Runs `body` with the id, under the lock; the id stays open until `body` returns.
  func use<Result>(_ body: (hid_t) throws(HDF5Error) -> Result) throws(HDF5Error) -> Result {
    try Library.locked { () throws(HDF5Error) -> Result in
      guard let id = state else {
        throw location.error(.invalidValue, "it was closed before this use")
      }
      defer { withExtendedLifetime(self) {} }
      return try body(id)
    }
  }

  /// Closes the id; closing twice does nothing.
  func close() throws(HDF5Error) {
    try Library.locked { () throws(HDF5Error) in
      guard let id = state else { return }
      state = nil
      guard H5Idec_ref(id) >= 0 else { throw location.failure("it could not be closed") }
    }
  }

  /// Runs `body` with a short-lived id (a type, a space, a property list) and closes it.
  static func scoped<Result>(
    _ id: hid_t, at location: Location, orThrow reason: String,
    _ body: (hid_t) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    guard id >= 0 else { throw location.failure(reason) }
    let result: Result
    do {
      result = try body(id)
    } catch {
      _ = H5Idec_ref(id)
      throw error
    }
    guard H5Idec_ref(id) >= 0 else { throw location.failure("an HDF5 handle did not close") }
    return result
  }
}
