#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The system calls of the store, with their errors as typed values.
enum Platform {
  /// An error of the call that has just failed; call it before any other call changes `errno`.
  static func failure(_ doing: String, path: String) -> StoreError {
    let number = errno
    let text = strerror(number).map { String(cString: $0) } ?? "error \(number)"
    return StoreError(
      number == ENOENT ? .missing : .system(number), path: path, reason: "\(doing): \(text)")
  }

  /// Opens a file; the descriptor is not handed on to child processes.
  static func open(_ path: String, _ flags: Int32, _ doing: String) throws(StoreError) -> Int32 {
    while true {
      let descriptor = openFile(path, flags | O_CLOEXEC, 0o644)
      if descriptor >= 0 { return descriptor }
      guard errno == EINTR else { throw failure(doing, path: path) }
    }
  }

  /// Closes a descriptor whose content no longer matters.
  static func closeQuietly(_ descriptor: Int32) {
    _ = close(descriptor)
  }

  /// Flushes a file or folder to the disk.
  static func synchronize(_ descriptor: Int32, path: String) throws(StoreError) {
    while fsync(descriptor) != 0 {
      guard errno == EINTR else { throw failure("could not be flushed to the disk", path: path) }
    }
  }

  /// Writes all bytes, however many calls that takes.
  static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(StoreError) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        writeBytes(descriptor, buffer.baseAddress.map { $0 + offset }, bytes.count - offset)
      }
      if written > 0 {
        offset += written
      } else if written == 0 || errno != EINTR {
        throw failure("could not be written", path: path)
      }
    }
  }

  /// Folder part of a path, "." where it has none.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Last part of a path.
  static func name(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }
}

// The C functions under names that the members of `Platform` do not shadow.

private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  open(path, flags, mode)
}

private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
