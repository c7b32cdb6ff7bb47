import Foundation
import Sweeps
import Testing

@Suite(.timeLimit(.minutes(5))) struct SignalWatcherTests {
  @Test func theFirstSignalIsOrderlyAndTheNextImmediate() async {
    let watcher = SignalWatcher()
    var requests = watcher.requests.makeAsyncIterator()
    kill(getpid(), SIGINT)
    #expect(await requests.next() == .orderly(signal: 2))
    kill(getpid(), SIGTERM)
    #expect(await requests.next() == .immediate)
  }
}
