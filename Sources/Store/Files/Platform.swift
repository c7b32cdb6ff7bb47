#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The system calls of the store, with their errors as typed values.
///
/// Everything that the store changes on a disk goes through these plain POSIX calls, so that tests
/// can make any of them fail.
enum Platform {
  /// An error of the call that has just failed; call it before any other call changes `errno`.
  static func failure(_ doing: String, path: String) -> StoreError {
    error(errno, doing, path: path)
  }

  /// The error that `errno` calls by this number.
  static func error(_ number: Int32, _ doing: String, path: String) -> StoreError {
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
    _ = closeFile(descriptor)
  }

  /// Flushes a file or folder to the disk.
  static func synchronize(_ descriptor: Int32, path: String) throws(StoreError) {
    while fsync(descriptor) != 0 {
      guard errno == EINTR else { throw failure("could not be flushed to the disk", path: path) }
    }
  }

  /// Flushes a file's bytes and length, not its times, to the disk.
  static func synchronizeData(_ descriptor: Int32, path: String) throws(StoreError) {
    #if os(Linux)
      while fdatasync(descriptor) != 0 {
        guard errno == EINTR else { throw failure("could not be flushed to the disk", path: path) }
      }
    #else
      try synchronize(descriptor, path: path)
    #endif
  }

  /// Flushes a folder, so that names made and removed in it stay so.
  static func synchronizeFolder(_ path: String) throws(StoreError) {
    let descriptor = try open(path, O_RDONLY, "cannot be flushed")
    defer { closeQuietly(descriptor) }
    try synchronize(descriptor, path: path)
  }

  /// Closes a descriptor; some file systems report a full disk only here.
  static func close(_ descriptor: Int32, path: String) throws(StoreError) {
    guard closeFile(descriptor) == 0 || errno == EINTR else {
      throw failure("could not be written", path: path)
    }
  }

  /// Gives a file another name, replacing what has it.
  static func rename(_ path: String, to other: String) throws(StoreError) {
    guard renameFile(path, other) == 0 else {
      throw failure("could not take its name", path: other)
    }
  }

  /// Gives a file a second name; false when that name is taken.
  static func link(_ path: String, as other: String) throws(StoreError) -> Bool {
    if linkFile(path, other) == 0 { return true }
    guard errno == EEXIST else { throw failure("could not take its name", path: other) }
    return false
  }

  /// Removes a name; one that is not there is no error.
  static func remove(_ path: String) throws(StoreError) {
    guard unlinkFile(path) == 0 || errno == ENOENT else {
      throw failure("cannot be removed", path: path)
    }
  }

  /// Cuts a file to a length.
  static func truncate(_ descriptor: Int32, to length: Int, path: String) throws(StoreError) {
    while ftruncate(descriptor, off_t(length)) != 0 {
      guard errno == EINTR else { throw failure("could not be written", path: path) }
    }
  }

  /// Bytes that a user may still write on a folder's file system; nil where that is not known.
  static func availableBytes(_ path: String) -> Int64? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
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

private func closeFile(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func renameFile(_ path: String, _ other: String) -> Int32 { rename(path, other) }

private func linkFile(_ path: String, _ other: String) -> Int32 { link(path, other) }

private func unlinkFile(_ path: String) -> Int32 { unlink(path) }
