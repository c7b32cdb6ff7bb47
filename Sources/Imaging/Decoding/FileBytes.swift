import Foundation

/// Files as bytes, with the system's reason when that fails.
enum FileBytes {
  /// The first `limit` bytes of a file, or all.
  static func read(_ path: String, limit: Int = .max) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw ImagingError.unreadable(path: path, reason: "it is a folder")
    }
    // Without O_NONBLOCK, opening a pipe would wait for a writer for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw ImagingError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ImagingError.unreadable(path: path, reason: "it is a pipe or a device")
    }
    guard let file = fdopen(descriptor, "rb") else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw ImagingError.unreadable(path: path, reason: reason)
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = fread(&chunk, 1, min(chunk.count, limit - bytes.count), file)
      guard count > 0 else { break }
      bytes += chunk[0..<count]
    }
    guard ferror(file) == 0 else {
      throw ImagingError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    return bytes
  }

  /// `count` bytes from `offset` on.
  static func read(_ path: String, from offset: Int, count: Int) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else {
      throw ImagingError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: count)
    guard fseek(file, offset, SEEK_SET) == 0, fread(&bytes, 1, count, file) == count else {
      throw ImagingError.unreadable(
        path: path, reason: "has no \(count) bytes at \(offset); was it changed?")
    }
    return bytes
  }
}
