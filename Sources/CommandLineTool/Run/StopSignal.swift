import Foundation
import Sweeps
import Synchronization

/// Remembers that SIGINT or SIGTERM came, for as long as it lives. A second one ends the process.
final class StopSignal: Sendable {
  private let received = Mutex<Int32?>(nil)
  private let watcher = SignalWatcher()

  /// - Parameter told: called once, when the first signal comes, on any thread.
  init(_ told: @escaping @Sendable () -> Void) {
    let requests = watcher.requests
    Task.detached { [weak self] in
      for await request in requests {
        switch request {
        case .orderly(let signal):
          self?.received.withLock { $0 = signal }
          told()
        case .immediate:
          // Not `exit`: other threads are in the middle of computing.
          _exit(128 + (self?.signal ?? SIGINT))
        }
      }
    }
  }

  /// The first signal that came.
  var signal: Int32? { received.withLock { $0 } }
}
