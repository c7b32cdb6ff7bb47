import CTorch
import Foundation

/// A recording of what libtorch does in this process: operations, kernels and named ranges.
public final class Profiler {
  /// The time that operations of one name took.
  public struct Share: Sendable {
    public let name: String
    public let calls: Int
    /// Seconds in these operations, without those that they call.
    public let seconds: Double
    /// Whether it ran on a device beside the CPU.
    public let isOnDevice: Bool
  }

  private var isRecording = true

  /// Begins to record; one recording at a time.
  ///
  /// - Parameter device: where the work is done; kernels of CUDA are recorded as well.
  public init(device: Device) throws(TorchError) {
    try check("profile") { ctorch_profile_start(device != .cpu, $0) }
  }

  deinit {
    if isRecording { _ = try? stop(writing: nil) }
  }

  /// Ends the recording.
  ///
  /// - Parameter path: a file for the trace, JSON as Chrome and Perfetto (ui.perfetto.dev) open it; a file that is
  ///   there is replaced once the new one is whole. Nil: nothing is written.
  /// - Returns: operations by the time they took themselves, the longest first.
  /// - Throws: when the file cannot be written.
  public func stop(writing path: String?) throws -> [Share] {
    guard let path else { return try stop(at: nil) }
    // libtorch says nothing of a file that it could not write.
    let partial = path + ".recording"
    defer { try? FileManager.default.removeItem(atPath: partial) }
    let shares = try stop(at: partial)
    let size = try FileManager.default.attributesOfItem(atPath: partial)[.size] as? Int
    guard let size, size > 0 else {
      throw TorchError(operation: "profile", reason: "the trace could not be written to \(path)")
    }
    _ = try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: partial, toPath: path)
    return shares
  }

  /// Whether a trace can be written to `path`: a regular file or nothing is there, and its folder takes files.
  public static func canWrite(_ path: String) -> Bool {
    let files = FileManager.default
    if files.fileExists(atPath: path) {
      let type = try? files.attributesOfItem(atPath: path)[.type] as? FileAttributeType
      guard type == .typeRegular else { return false }
    }
    let partial = path + ".recording"
    defer { try? files.removeItem(atPath: partial) }
    return files.createFile(atPath: partial, contents: nil)
  }

  private func stop(at path: String?) throws(TorchError) -> [Share] {
    isRecording = false
    let collected = EventCollection()
    try check("profile") { message in
      ctorch_profile_stop(
        path, Unmanaged.passUnretained(collected).toOpaque(),
        { context, event in
          guard let context, let event = event?.pointee else { return }
          Unmanaged<EventCollection>.fromOpaque(context).takeUnretainedValue().add(event)
        }, message)
    }
    return collected.shares
  }
}

/// Names what this thread does, in recordings.
///
/// - Parameter name: for example "teacher".
public func profiled<R, Failure: Error>(
  _ name: String, _ body: () throws(Failure) -> R
) throws(Failure) -> R {
  let range = ctorch_range_begin(name)
  defer { ctorch_range_end(range) }
  return try body()
}

/// The events of a recording, and how much of its time each spent in itself.
private final class EventCollection {
  private struct Event {
    let name: String
    let thread: UInt64
    let start: UInt64
    let end: UInt64
    let isOnDevice: Bool
  }

  private var events: [Event] = []

  func add(_ event: ctorch_profile_event) {
    guard !event.is_range else { return }
    events.append(
      Event(
        name: String(cString: event.name), thread: event.thread, start: event.start,
        end: event.start + event.duration, isOnDevice: event.is_on_device))
  }

  var shares: [Profiler.Share] {
    struct Key: Hashable {
      let name: String
      let isOnDevice: Bool
    }
    var totals: [Key: (calls: Int, nanoseconds: Int64)] = [:]
    // Outer events come before those they enclose.
    let ordered = events.sorted {
      ($0.isOnDevice ? 1 : 0, $0.thread, $0.start, $1.end)
        < ($1.isOnDevice ? 1 : 0, $1.thread, $1.start, $0.end)
    }
    var enclosing: [Event] = []
    for event in ordered {
      while let outer = enclosing.last,
        outer.thread != event.thread || outer.isOnDevice != event.isOnDevice
          || outer.end <= event.start
      { enclosing.removeLast() }
      let duration = Int64(event.end - event.start)
      let key = Key(name: event.name, isOnDevice: event.isOnDevice)
      let total = totals[key] ?? (0, 0)
      totals[key] = (total.calls + 1, total.nanoseconds + duration)
      if let outer = enclosing.last {
        let outerKey = Key(name: outer.name, isOnDevice: outer.isOnDevice)
        if let total = totals[outerKey] {
          totals[outerKey] = (total.calls, total.nanoseconds - duration)
        }
      }
      enclosing.append(event)
    }
    return totals.map { key, total in
      Profiler.Share(
        name: key.name, calls: total.calls, seconds: Double(total.nanoseconds) * 1e-9,
        isOnDevice: key.isOnDevice)
    }.sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
  }
}
