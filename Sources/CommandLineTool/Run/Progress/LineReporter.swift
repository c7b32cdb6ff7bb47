import CapiCore
import Sweeps
import Synchronization

/// Quiet progress for files and pipes: stages, and a line for each tenth of the steps.
final class LineReporter: RunReporter {
  private let line: @Sendable (String) -> Void
  private let pace = Mutex<TrainingPace>(TrainingPace())

  init(_ line: @escaping @Sendable (String) -> Void) { self.line = line }

  func step(_ step: Int, of steps: Int, batch: Int, values: [LoggedValue]) {
    let progress = StepProgress(step: step, of: steps, batch: batch, values: values)
    let text = pace.withLock { pace in
      pace.passed(progress, now: MonotonicClock.now())
      return pace.text(of: progress)
    }
    // Whole tenths, the first step and the last.
    guard step == 1 || step == steps || step * 10 / steps > (step - 1) * 10 / steps else { return }
    line(text)
  }

  func stage(_ text: String) { line(text) }

  func warning(_ text: String) { line("warning: \(text)") }

  func note(_ text: String) { line(text) }

  func failed(_ reason: String) {}

  func end() {}
}
