import CTorch

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
    if isRecording { _ = try? stop(writing: "/dev/null") }
  }

  /// Ends the recording.
  ///
  /// - Parameter path: a file for the trace, JSON as Chrome and Perfetto (ui.perfetto.dev) open it.
  /// - Returns: operations by the time they took themselves, the longest first.
  public func stop(writing path: String) throws(TorchError) -> [Share] {
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
