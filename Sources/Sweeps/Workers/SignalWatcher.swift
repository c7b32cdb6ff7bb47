internal import Dispatch
internal import Foundation

/// Turns SIGINT and SIGTERM into requests to stop, for as long as it lives.
///
/// The first signal asks for an orderly end, a second one for an immediate end.
public final class SignalWatcher: Sendable {
  /// The requests, as signals arrive.
  public let requests: AsyncStream<StopRequest>
  private let cancel: @Sendable () -> Void

  /// Takes both signals over from their default, which would end the program at once.
  public init() {
    let (stream, continuation) = AsyncStream.makeStream(of: StopRequest.self)
    requests = stream
    let queue = DispatchQueue(label: "capi.signals")
    let ready = DispatchGroup()
    // Written on `queue` only: the sources deliver there.
    nonisolated(unsafe) var count = 0
    let sources = [SIGINT, SIGTERM].map { number in
      // A source sees a signal only when the default action does not come first.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        count += 1
        continuation.yield(count == 1 ? .orderly(signal: number) : .immediate)
      }
      ready.enter()
      source.setRegistrationHandler { ready.leave() }
      source.resume()
      return source
    }
    // Until a source is registered, its signal is ignored; that takes microseconds.
    ready.wait()
    nonisolated(unsafe) let held = sources
    cancel = {
      for source in held { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
      continuation.finish()
    }
  }

  deinit { cancel() }
}
