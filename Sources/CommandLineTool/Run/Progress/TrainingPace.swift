import Sweeps

/// How fast training goes, and the line that says so. A value: the clock is given from outside.
struct TrainingPace: Sendable {
  private var first: (step: Int, at: Double)?
  private var last: (step: Int, at: Double)?
  private var steps = 0
  /// Images per second, averaged over about the last ten steps.
  private var rate: Double?

  /// Whether the last step has passed.
  var isDone: Bool { steps > 0 && last?.step == steps }

  /// A step has ended. `now` is in seconds from any fixed point.
  mutating func passed(_ progress: StepProgress, now: Double) {
    first = first ?? (progress.step, now)
    last = (progress.step, now)
    steps = progress.steps
    if let current = progress.imagesPerSecond, current.isFinite {
      rate = rate.map { $0 * 0.9 + current * 0.1 } ?? current
    }
  }

  /// Seconds until the last step at the average pace so far; nil before there is one.
  var secondsLeft: Double? {
    guard let first, let last, last.step > first.step else { return nil }
    return (last.at - first.at) / Double(last.step - first.step) * Double(steps - last.step)
  }

  /// "step 120/400  loss 5.213  131 images/s  about 45 s left".
  func text(of progress: StepProgress) -> String {
    var parts = ["step \(progress.step)/\(progress.steps)"]
    if let loss = progress.loss { parts.append("loss \(FixedText.text(loss, decimals: 3))") }
    if let rate { parts.append("\(FixedText.text(rate, decimals: 0)) images/s") }
    if !isDone, let secondsLeft {
      parts.append("about \(DurationText.text(seconds: secondsLeft)) left")
    }
    return parts.joined(separator: "  ")
  }
}
