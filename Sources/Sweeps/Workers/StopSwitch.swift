internal import Synchronization

/// Passes requests to stop on to everything that runs, now or later.
final class StopSwitch: Sendable {
  private struct State {
    var request: StopRequest?
    var listeners: [Int: AsyncStream<StopRequest>.Continuation] = [:]
    var next = 0
  }
  private let state = Mutex(State())

  /// The latest request, if there was one.
  var request: StopRequest? { state.withLock(\.request) }

  func stop(_ request: StopRequest) {
    state.withLock {
      $0.request = request
      for listener in $0.listeners.values { listener.yield(request) }
    }
  }

  /// Requests from now on, beginning with the one that is in force. Ends with `end`.
  func listen() -> (requests: AsyncStream<StopRequest>, end: @Sendable () -> Void) {
    let (stream, continuation) = AsyncStream.makeStream(of: StopRequest.self)
    let id = state.withLock { state in
      if let request = state.request { continuation.yield(request) }
      state.next += 1
      state.listeners[state.next] = continuation
      return state.next
    }
    return (
      stream,
      { [weak self] in
        self?.state.withLock { $0.listeners[id] = nil }
        continuation.finish()
      }
    )
  }
}
