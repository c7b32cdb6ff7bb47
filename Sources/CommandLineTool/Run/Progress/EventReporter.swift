import CapiCore
import Sweeps

/// Progress events, one JSON object a line: what a sweep reads from its workers.
final class EventReporter: RunReporter {
  private let line: @Sendable (String) -> Void

  init(_ line: @escaping @Sendable (String) -> Void) { self.line = line }

  func step(_ step: Int, of steps: Int, batch: Int, values: [LoggedValue]) {
    line(
      ProgressEvent.step(StepProgress(step: step, of: steps, batch: batch, values: values))
        .jsonLine)
  }

  func stage(_ text: String) { line(ProgressEvent.stage(text).jsonLine) }

  // A line that is no event goes to the log of the trial.
  func warning(_ text: String) { line("warning: \(text)") }

  func note(_ text: String) { line(ProgressEvent.stage(text).jsonLine) }

  func failed(_ reason: String) { line(ProgressEvent.failed(reason: reason).jsonLine) }

  func end() {}
}
