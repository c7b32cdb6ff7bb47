#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that a program needs only while it runs: filled once, then opened by its path, then removed.
///
/// Its name is that of a temporary file, so that what a crash leaves is removed by
/// ``RunFolder/removeTemporaries(holding:)``. It is never flushed. Use it from one thread.
public final class ScratchFile {
  /// Where it is, until ``remove()``.
  public let path: String
  private var descriptor: Int32?

  /// Makes an empty file.
  ///
  /// - Parameters:
  ///   - folder: exists.
  ///   - name: what the file's name tells people.
  /// - Throws: ``StoreError``: `system` when the disk refuses, `missing` without the folder.
  public init(in folder: String, named name: String) throws(StoreError) {
    path = AtomicFile.temporaryPath(for: "\(folder)/\(name)")
    descriptor = try Platform.open(path, O_WRONLY | O_CREAT | O_EXCL, "could not be written")
  }

  deinit {
    if let descriptor { Platform.closeQuietly(descriptor) }
    remove()
  }

  /// Adds bytes at the end.
  ///
  /// - Throws: ``StoreError`` with code `system` when the disk refuses, or the file is closed.
  public func append(_ bytes: [UInt8]) throws(StoreError) {
    guard let descriptor else {
      throw StoreError(.system(EBADF), path: path, reason: "has been closed")
    }
    try Platform.write(bytes, to: descriptor, path: path)
  }

  /// Ends writing; doing so twice does nothing.
  ///
  /// - Throws: ``StoreError`` with code `system` where the system reports a full disk only now.
  public func close() throws(StoreError) {
    guard let open = descriptor else { return }
    descriptor = nil
    try Platform.close(open, path: path)
  }

  /// Takes the file's name away. Its space is free once nobody has it open or mapped.
  public func remove() { _ = try? Platform.remove(path) }
}
