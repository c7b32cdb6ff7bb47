internal import Dispatch
internal import Foundation

/// Turns SIGINT, SIGTERM and SIGUSR2 into requests to stop, for as long as it lives.
///
/// The first signal asks for an orderly end, a second one for an immediate end.
public final class SignalWatcher: Sendable {
  /// Ctrl-C, `kill` and batch systems' time limits, and Slurm's `--signal=USR2` before a requeue.
  private static let signals = [SIGINT, SIGTERM, SIGUSR2]

  /// The requests, as signals arrive.
  public let requests: AsyncStream<StopRequest>
  private let cancel: @Sendable () -> Void

  /// Takes the signals over from their default, which would end the program at once.
  public init() {
    let (stream, continuation) = AsyncStream.makeStream(of: StopRequest.self)
    requests = stream
    let queue = DispatchQueue(label: "capi.signals")
    let ready = DispatchGroup()
    // Written on `queue` only: the sources deliver there.
    nonisolated(unsafe) var count = 0
    let sources = Self.signals.map { number in
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
      for number in Self.signals { signal(number, SIG_DFL) }
      continuation.finish()
    }
  }

  deinit { cancel() }
}
