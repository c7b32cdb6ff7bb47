import CapiCore
import Experiments
import Sweeps

/// Watches a run for people or programs. Safe to call from any thread.
protocol RunReporter: RunObserver, Sendable {
  /// The run has failed; the error itself is printed elsewhere.
  func failed(_ reason: String)
  /// Nothing more will come.
  func end()
}

extension StepProgress {
  /// The progress after a step, from the numbers that the step logged.
  init(step: Int, of steps: Int, batch: Int, values: [LoggedValue]) {
    func value(_ name: String) -> Double? { values.first { $0.metric.name == name }?.value }
    self.init(
      step: step, steps: steps, loss: value("loss"), imagesPerSecond: value("images_per_second"),
      batch: batch,
      metrics: Dictionary(
        ["target_entropy", "cluster_usage"].compactMap { name in value(name).map { (name, $0) } },
        uniquingKeysWith: { first, _ in first }))
  }
}
