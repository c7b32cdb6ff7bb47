import CapiCore
import Store

/// Passes what training says on to the run's log and to whoever watches.
final class MetricsLog: RunRecorder {
  private let log: RunLog
  private let every: Int
  private let steps: Int
  private let batch: Int
  private let observer: any RunObserver
  private(set) var lastStep: Int64
  /// Seconds that the run has taken, over all its attempts.
  private(set) var wallTime: Double
  /// What the last step of this attempt has logged, whether or not its row is kept.
  private(set) var lastValues: [LoggedValue] = []

  /// - Parameters:
  ///   - every: steps from one kept row to the next; the last row is always kept.
  ///   - lastStep: the last step made before; −1 for none.
  ///   - wallTime: seconds taken before.
  init(
    _ log: RunLog, every: Int, steps: Int, batch: Int, lastStep: Int64, wallTime: Double,
    observer: any RunObserver
  ) {
    self.log = log
    self.every = every
    self.steps = steps
    self.batch = batch
    self.lastStep = lastStep
    self.wallTime = wallTime
    self.observer = observer
  }

  func record(_ step: StepRecord) throws {
    lastStep = Int64(step.step)
    wallTime = step.wallTime
    lastValues = step.values
    observer.step(step.step + 1, of: steps, batch: batch, values: step.values)
    guard
      step.step % every == 0 || step.step == steps - 1
        || step.values.contains(where: { !$0.value.isFinite })
    else { return }
    let events = try log.append(
      to: "train", step: lastStep, epoch: step.epoch, wallTime: step.wallTime,
      step.values.map { value in
        RunLog.Value(
          value.metric.name, value.value, unit: value.metric.unit.isEmpty ? "1" : value.metric.unit,
          longName: value.metric.longName,
          direction: .init(rawValue: value.metric.direction.rawValue) ?? .none)
      })
    for event in events where event.level != .info { observer.warning(event.text) }
    try log.sealIfDue()
  }

  func note(step: Int, level: EventLevel, _ text: String) throws {
    try log.note(
      RunEvent(
        step: Int64(step), wallTime: wallTime, level: .init(rawValue: level.rawValue) ?? .info,
        text: text))
    if level != .info { observer.warning(text) }
  }
}
