internal import CHDF5
internal import Foundation

/// The HDF5 library of this process.
///
/// libhdf5 is not safe for use from several threads, so every call of this module holds one lock.
/// Calls may therefore come from any thread or task.
public enum Library {
  /// Recursive, because an object may be released, and close its handle, inside a call.
  private static let lock = NSRecursiveLock()

  /// Runs once, at the first call and under the lock.
  private static let isStarted: Bool = {
    // First of all, so that the library never runs code of its own while the process exits.
    H5dont_atexit()
    return H5open() >= 0
  }()

  /// Runs `body` with the library started and no other thread inside it.
  static func locked<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    // Where the library cannot start, its next call fails and carries the reason.
    _ = isStarted
    // Errors are thrown with the stack's text, not printed. A library built for threads has this
    // setting once for each thread, and tasks run on any.
    _ = H5Eset_auto2(capi_h5_error_stack(), nil, nil)
    return try body()
  }

  /// Version of the headers this program was compiled with, "1.10.8".
  public static var headerVersion: String {
    "\(capi_h5_header_major()).\(capi_h5_header_minor()).\(capi_h5_header_release())"
  }

  /// Version of the library it runs with, nil when the library does not start.
  public static var libraryVersion: String? {
    locked {
      var major: UInt32 = 0
      var minor: UInt32 = 0
      var release: UInt32 = 0
      guard H5get_libversion(&major, &minor, &release) >= 0 else { return nil }
      return "\(major).\(minor).\(release)"
    }
  }
}
