#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reading and writing at a place in a file.
extension Platform {
  /// Writes all bytes at an offset, however many calls that takes.
  static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int, path: String
  ) throws(StoreError) {
    var done = 0
    while done < bytes.count {
      let written = pwrite(
        descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
      if written > 0 {
        done += written
      } else if written == 0 || errno != EINTR {
        throw failure("could not be written", path: path)
      }
    }
  }

  /// Fills `buffer` from an offset.
  ///
  /// - Throws: `damaged` when the file ends before that.
  static func read(
    _ descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer, path: String
  ) throws(StoreError) {
    var done = 0
    while done < buffer.count {
      let count = pread(
        descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done,
        off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 {
        throw StoreError(
          .damaged, path: path,
          reason: "is cut short: byte \(offset + done) is missing")
      } else if errno != EINTR {
        throw failure("cannot be read", path: path)
      }
    }
  }

  /// Bytes of an open file.
  static func size(of descriptor: Int32, path: String) throws(StoreError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("cannot be read", path: path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.wrongFormat, path: path, reason: "is not a file")
    }
    return Int(status.st_size)
  }

  /// Length, first and last bytes of a file, of which there may be fewer than are asked for.
  static func edges(
    of path: String, _ count: Int
  ) throws(StoreError) -> (length: Int, first: [UInt8], last: [UInt8]) {
    let descriptor = try open(path, O_RDONLY, "cannot be read")
    defer { closeQuietly(descriptor) }
    let length = try size(of: descriptor, path: path)
    let number = min(count, length)
    var parts: [[UInt8]] = []
    for offset in [0, length - number] {
      var failure: StoreError?
      let part = [UInt8](unsafeUninitializedCapacity: number) { buffer, filled in
        do throws(StoreError) {
          try read(
            descriptor, at: offset, into: UnsafeMutableRawBufferPointer(buffer), path: path)
          filled = number
        } catch { failure = error }
      }
      if let failure { throw failure }
      parts.append(part)
    }
    return (length, parts[0], parts[1])
  }

  /// What tells the file of a name from one that has replaced it; empty when there is none.
  static func identity(of path: String) -> [Int] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    #if os(Linux)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    return [Int(status.st_ino), Int(status.st_size), time.tv_sec, time.tv_nsec]
  }

  /// Whether there is anything of that name.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether a path still names the file behind a descriptor.
  static func isNamed(_ path: String, _ descriptor: Int32) -> Bool {
    var (named, open) = (stat(), stat())
    return stat(path, &named) == 0 && fstat(descriptor, &open) == 0
      && named.st_dev == open.st_dev && named.st_ino == open.st_ino
  }

  /// Locks a file for this process alone, without waiting; false when another process holds it.
  static func lockAlone(_ descriptor: Int32, path: String) throws(StoreError) -> Bool {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw failure("could not be locked", path: path) }
    }
    return true
  }
}
