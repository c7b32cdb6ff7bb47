#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif
internal import Foundation
internal import Synchronization

/// The right to write a run's folder, held by one process at a time.
///
/// It is a `flock` on `run.lock`: the kernel gives it back however the process ends. The file
/// itself stays, with the name of the last holder, because removing it would let two processes
/// hold two files of one name.
public final class RunLease: Sendable {
  public let folder: RunFolder
  /// The open descriptor, nil once released.
  private let descriptor: Mutex<Int32?>

  /// Who holds or last held a run.
  public struct Holder: Sendable, Equatable {
    public var host: String
    public var processID: Int64
  }

  /// Takes the lease of a run whose folder exists.
  ///
  /// - Parameter folder: the run.
  /// - Throws: ``StoreError`` with code `leased` that names the host and process holding it.
  public init(_ folder: RunFolder) throws(StoreError) {
    let path = folder.lockPath
    let opened = try Platform.open(path, O_RDWR | O_CREAT, "cannot be opened to lock the run")
    do throws(StoreError) {
      // Somebody who only asks for the holder has a lock too, for microseconds.
      var isMine = try Self.lock(opened, LOCK_EX, path: path)
      for _ in 0..<10 where !isMine {
        usleep(10_000)
        isMine = try Self.lock(opened, LOCK_EX, path: path)
      }
      guard isMine else {
        let holder = Self.parse(Self.text(of: opened))
        let who = holder.map { "process \($0.processID) on host \($0.host)" } ?? "another process"
        throw StoreError(
          .leased, path: path, reason: "the run is held by \(who); wait for it or stop it first")
      }
      let text = "host: \(Self.hostName)\npid: \(getpid())\n"
      try Platform.truncate(opened, to: 0, path: path)
      try Platform.write(Array(text.utf8), to: opened, path: path)
    } catch {
      Platform.closeQuietly(opened)
      throw error
    }
    self.folder = folder
    self.descriptor = Mutex(opened)
  }

  deinit {
    release()
  }

  /// Gives the lease back; doing so twice does nothing.
  public func release() {
    descriptor.withLock { descriptor in
      if let open = descriptor {
        // Closing alone is not enough: a process that is just being started holds a copy of the
        // descriptor until it has become another program.
        _ = flock(open, LOCK_UN)
        Platform.closeQuietly(open)
      }
      descriptor = nil
    }
  }

  /// Who holds a run at this moment, nil when nobody does.
  public static func holder(of folder: RunFolder) throws(StoreError) -> Holder? {
    let path = folder.lockPath
    let opened: Int32
    do throws(StoreError) {
      opened = try Platform.open(path, O_RDONLY, "cannot be read")
    } catch {
      if error.code == .missing { return nil }
      throw error
    }
    defer { Platform.closeQuietly(opened) }
    if try lock(opened, LOCK_SH, path: path) { return nil }
    return parse(text(of: opened)) ?? Holder(host: "unknown", processID: 0)
  }

  /// Name of this machine.
  static var hostName: String { ProcessInfo.processInfo.hostName }

  /// Tries to lock without waiting; false when another holds it.
  private static func lock(_ descriptor: Int32, _ kind: Int32, path: String) throws(StoreError)
    -> Bool
  {
    while flock(descriptor, kind | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw Platform.failure("could not be locked", path: path) }
    }
    return true
  }

  private static func text(of descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// The holder named in a lock file; nil while its writer has not got that far.
  private static func parse(_ text: String) -> Holder? {
    var fields: [TextEntry] = []
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      fields.append(TextEntry(String(line[..<colon]), String(value)))
    }
    guard let host = fields["host"], let pid = fields["pid"].flatMap({ Int64($0) }) else {
      return nil
    }
    return Holder(host: host, processID: pid)
  }
}
