import Foundation

/// Writes a long text piece by piece, so that it never lies in memory as a whole. The file takes
/// its name when it is complete; until then, and after an error, the old one stays.
final class StreamedFile {
  private let url: URL
  private let temporary: URL
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var isDone = false

  private static let bufferSize = 1 << 20

  init(_ url: URL) throws(ReportError) {
    self.url = url
    temporary = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).\(UUID().uuidString).capi-tmp")
    do {
      try Data().write(to: temporary)
      handle = try FileHandle(forWritingTo: temporary)
    } catch {
      throw .cannotWrite(path: url.path, reason: error.localizedDescription)
    }
    buffer.reserveCapacity(Self.bufferSize + 65_536)
  }

  deinit {
    if !isDone {
      try? handle.close()
      try? FileManager.default.removeItem(at: temporary)
    }
  }

  func append(_ text: String) throws(ReportError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  private func flush() throws(ReportError) {
    do { try handle.write(contentsOf: Data(buffer)) } catch {
      throw .cannotWrite(path: url.path, reason: error.localizedDescription)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Puts everything on the disk and gives the file its name.
  func finish() throws(ReportError) {
    try flush()
    do {
      try handle.synchronize()
      try handle.close()
    } catch {
      throw .cannotWrite(path: url.path, reason: error.localizedDescription)
    }
    guard rename(temporary.path, url.path) == 0 else {
      throw .cannotWrite(path: url.path, reason: String(cString: strerror(errno)))
    }
    isDone = true
  }
}
