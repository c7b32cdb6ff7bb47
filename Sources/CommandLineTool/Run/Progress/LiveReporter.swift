import CapiCore
import Sweeps
import Synchronization

/// One line at the bottom of a terminal that is drawn over and over.
final class LiveReporter: RunReporter {
  fileprivate struct State {
    var screen: ProgressScreen
    var pace = TrainingPace()
    var drawnAt = -Double.infinity
    var line: String?
  }

  private let state: Mutex<State>
  private let clock: @Sendable () -> Double

  /// - Parameters:
  ///   - width: the terminal's, in characters.
  ///   - clock: seconds from any fixed point.
  ///   - write: takes text as it is to appear.
  init(
    width: Int, clock: @escaping @Sendable () -> Double = MonotonicClock.now,
    write: @escaping @Sendable (String) -> Void
  ) {
    state = Mutex(State(screen: ProgressScreen(width: width, write: write)))
    self.clock = clock
  }

  func step(_ step: Int, of steps: Int, batch: Int, values: [LoggedValue]) {
    let progress = StepProgress(step: step, of: steps, batch: batch, values: values)
    let now = clock()
    state.withLock { state in
      state.pace.passed(progress, now: now)
      state.line = state.pace.text(of: progress)
      // Ten times a second is enough for eyes.
      guard now - state.drawnAt >= 0.1 || step == steps else { return }
      state.drawnAt = now
      state.draw()
    }
  }

  func stage(_ text: String) {
    state.withLock { state in
      // The last line of the training stays; stages come and go.
      if let line = state.line, state.pace.isDone { state.screen.print(line) }
      state.pace = TrainingPace()
      state.line = text
      state.draw()
    }
  }

  func warning(_ text: String) { tell("warning: \(text)") }

  func note(_ text: String) { tell(text) }

  func failed(_ reason: String) { end() }

  func end() { state.withLock { $0.screen.clear() } }

  private func tell(_ text: String) {
    state.withLock { state in
      state.screen.print(text)
      state.draw()
    }
  }
}

extension LiveReporter.State {
  fileprivate mutating func draw() {
    if let line { screen.draw([line]) }
  }
}
