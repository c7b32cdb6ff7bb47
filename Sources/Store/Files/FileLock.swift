#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif
internal import Synchronization

/// A `flock` on a file of its own, which is made when it is not there and is never removed.
///
/// The kernel gives it back however the process ends, so that nothing stale is left behind.
public final class FileLock: Sendable {
  private let descriptor: Mutex<Int32?>

  private init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  deinit { release() }

  /// Takes the lock if nobody has it; nil when another holds it.
  ///
  /// - Throws: ``StoreError`` with code `system` when the file cannot be made or locked.
  public static func take(_ path: String) throws(StoreError) -> FileLock? {
    try lock(path, LOCK_EX | LOCK_NB)
  }

  /// Takes the lock, waiting for whoever holds it. For work of milliseconds.
  public static func wait(for path: String) throws(StoreError) -> FileLock {
    guard let lock = try lock(path, LOCK_EX) else {
      throw StoreError(.leased, path: path, reason: "could not be locked")
    }
    return lock
  }

  private static func lock(_ path: String, _ kind: Int32) throws(StoreError) -> FileLock? {
    let opened = try Platform.open(path, O_RDWR | O_CREAT, "cannot be opened to lock it")
    while flock(opened, kind) != 0 {
      if errno == EWOULDBLOCK {
        Platform.closeQuietly(opened)
        return nil
      }
      guard errno == EINTR else {
        let error = Platform.failure("could not be locked", path: path)
        Platform.closeQuietly(opened)
        throw error
      }
    }
    return FileLock(opened)
  }

  /// Gives the lock back; doing so twice does nothing.
  public func release() {
    descriptor.withLock { descriptor in
      if let open = descriptor {
        // A process that is just being started may hold a copy of the descriptor.
        _ = flock(open, LOCK_UN)
        Platform.closeQuietly(open)
      }
      descriptor = nil
    }
  }
}
