internal import Synchronization

/// Tells people how a sweep goes: live lines on a terminal, one line for each start and end
/// otherwise.
public final class ProgressReporter: Sendable {
  private struct State {
    var progress: SweepProgress
    var screen: ProgressScreen
    var lastDrawn = -Double.infinity
  }

  private let state: Mutex<State?> = Mutex(nil)
  private let isLive: Bool
  private let width: Int
  private let write: @Sendable (String) -> Void
  private let clock: @Sendable () -> Double

  /// - Parameters:
  ///   - isLive: whether lines may be drawn over, as on a terminal.
  ///   - width: the terminal's width in characters; lines are cut to it.
  ///   - clock: seconds from any fixed point.
  ///   - write: takes text as it is to appear, line breaks included.
  public init(
    isLive: Bool, width: Int = 100, clock: @escaping @Sendable () -> Double = MonotonicClock.now,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.isLive = isLive
    self.width = width
    self.clock = clock
    self.write = write
  }

  /// A reporter that says nothing.
  public static func silent() -> ProgressReporter { ProgressReporter(isLive: false) { _ in } }

  func begin(total: Int, kept: Int, workers: Int) {
    let progress = SweepProgress(total: total, kept: kept, workers: workers, now: clock())
    state.withLock {
      if isLive { $0?.screen.clear() }
      $0 = State(progress: progress, screen: ProgressScreen(width: width, write: write))
    }
  }

  func started(_ trial: String, worker: Int) {
    update(always: true) { state, now in
      state.progress.started(trial, worker: worker, now: now)
      return self.isLive ? nil : "started  \(trial)"
    }
  }

  func received(_ event: ProgressEvent, worker: Int) {
    update(always: false) { state, _ in
      state.progress.received(event, worker: worker)
      return nil
    }
  }

  /// `line` stays on the screen: what has become of the trial.
  func ended(worker: Int, failed: Bool, line: String) {
    update(always: true) { state, _ in
      state.progress.ended(worker: worker, failed: failed)
      return line
    }
  }

  func note(_ text: String) {
    update(always: true) { _, _ in text }
  }

  func end() {
    state.withLock { state in
      if isLive { state?.screen.clear() }
      state = nil
    }
  }

  /// Ten times a second is enough for eyes; `always` is for what must not be missed.
  private func update(always: Bool, _ change: (inout State, Double) -> String?) {
    let now = clock()
    state.withLock { stored in
      guard var state = stored else { return }
      let lasting = change(&state, now)
      if let lasting { state.screen.print(lasting) }
      if isLive, always || now - state.lastDrawn >= 0.1 {
        state.screen.draw(state.progress.lines(now: now))
        state.lastDrawn = now
      }
      stored = state
    }
  }
}
