#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif
internal import Foundation

/// Files that are either whole or not there.
///
/// The bytes go to a temporary name in the same folder, are flushed to the disk, and take the
/// file's name in one step; then the folder is flushed. A reader meets the old file or the new
/// one, and a crash at any point leaves the old one.
public enum AtomicFile {
  /// Names of temporary files start and end like this; what a crash leaves behind can be removed.
  static let temporaryPrefix = "."
  static let temporarySuffix = ".capi-tmp"

  /// Writes a file, replacing what has its name.
  public static func write(_ bytes: [UInt8], to path: String) throws(StoreError) {
    try withTemporary(bytes, for: path) { (temporary) throws(StoreError) in
      try Platform.rename(temporary, to: path)
    }
  }

  /// Writes a file unless one of that name exists.
  ///
  /// - Parameters:
  ///   - bytes: the whole content.
  ///   - path: where it goes.
  /// - Returns: false when a file of that name was there; it is left as it is.
  /// - Throws: ``StoreError`` with code `system` when the folder cannot be written.
  public static func writeNew(_ bytes: [UInt8], to path: String) throws(StoreError) -> Bool {
    var isNew = true
    try withTemporary(bytes, for: path) { (temporary) throws(StoreError) in
      // Unlike rename, link refuses to replace.
      isNew = try Platform.link(temporary, as: path)
      try Platform.remove(temporary)
    }
    return isNew
  }

  /// Where a file is made that ``adopt(_:as:)`` then gives its name: in the same folder.
  public static func temporaryPath(for path: String) -> String {
    "\(Platform.folder(of: path))/\(temporaryPrefix)\(Platform.name(of: path))."
      + UUID().uuidString + temporarySuffix
  }

  /// Flushes a file that another library has made and gives it the name of the file it replaces.
  public static func adopt(_ temporary: String, as path: String) throws(StoreError) {
    let descriptor = try Platform.open(temporary, O_RDONLY, "cannot be read")
    do throws(StoreError) {
      try Platform.synchronize(descriptor, path: path)
    } catch {
      Platform.closeQuietly(descriptor)
      throw error
    }
    try Platform.close(descriptor, path: path)
    try Platform.rename(temporary, to: path)
    try Platform.synchronizeFolder(Platform.folder(of: path))
  }

  /// The bytes of a file.
  public static func read(_ path: String) throws(StoreError) -> [UInt8] {
    let descriptor = try Platform.open(path, O_RDONLY, "cannot be read")
    defer { Platform.closeQuietly(descriptor) }
    let size = try size(of: descriptor, path: path)
    var number: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size, let base = buffer.baseAddress {
        let count = readBytes(descriptor, base + filled, size - filled)
        if count > 0 {
          filled += count
        } else if count == 0 {
          break
        } else if errno != EINTR {
          number = errno
          break
        }
      }
    }
    guard number == 0 else {
      errno = number
      throw Platform.failure("cannot be read", path: path)
    }
    return bytes
  }

  /// Throws unless there is a readable file of that name, in the system's words rather than
  /// HDF5's.
  static func requireFile(_ path: String) throws(StoreError) {
    let descriptor = try Platform.open(path, O_RDONLY, "cannot be read")
    defer { Platform.closeQuietly(descriptor) }
    _ = try size(of: descriptor, path: path)
  }

  private static func size(of descriptor: Int32, path: String) throws(StoreError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Platform.failure("cannot be read", path: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.wrongFormat, path: path, reason: "is not a file")
    }
    return Int(status.st_size)
  }

  /// Writes and flushes a temporary file, calls `place` to give it its name, flushes the folder.
  private static func withTemporary(
    _ bytes: [UInt8], for path: String, _ place: (String) throws(StoreError) -> Void
  ) throws(StoreError) {
    let folder = Platform.folder(of: path)
    let temporary = temporaryPath(for: path)
    let descriptor: Int32
    do throws(StoreError) {
      descriptor = try Platform.open(
        temporary, O_WRONLY | O_CREAT | O_EXCL, "cannot be written into \(folder)")
    } catch {
      // The temporary name means nothing to anyone.
      throw StoreError(error.code, path: path, reason: error.reason)
    }
    do throws(StoreError) {
      do throws(StoreError) {
        try Platform.write(bytes, to: descriptor, path: path)
        try Platform.synchronize(descriptor, path: path)
      } catch {
        Platform.closeQuietly(descriptor)
        throw error
      }
      try Platform.close(descriptor, path: path)
      try place(temporary)
    } catch {
      // The error that is thrown says more than that of a second call on the same disk.
      _ = try? Platform.remove(temporary)
      throw error
    }
    try Platform.synchronizeFolder(folder)
  }
}

/// The C function, which a member of `AtomicFile` shadows.
private func readBytes(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
