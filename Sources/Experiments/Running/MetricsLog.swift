import CapiCore
import Store

/// Gathers what training says into the store's columns.
final class MetricsLog: RunRecorder {
  private let every: Int
  private let steps: Int
  private let batch: Int
  private let observer: any RunObserver
  private var indices: [Int64] = []
  private var epochs: [Double] = []
  private var wallTimes: [Double] = []
  private var definitions: [MetricDefinition] = []
  private var columns: [String: [Double]] = [:]
  private(set) var events: [RunEvent] = []
  private(set) var lastStep: Int64 = -1

  /// - Parameter every: steps from one kept row to the next; the last row is always kept.
  init(every: Int, steps: Int, batch: Int, observer: any RunObserver) {
    self.every = every
    self.steps = steps
    self.batch = batch
    self.observer = observer
  }

  func record(_ step: StepRecord) {
    lastStep = Int64(step.step)
    observer.step(step.step + 1, of: steps, batch: batch, values: step.values)
    guard
      step.step % every == 0 || step.step == steps - 1
        || step.values.contains(where: { !$0.value.isFinite })
    else { return }
    indices.append(Int64(step.step))
    epochs.append(step.epoch)
    wallTimes.append(step.wallTime)
    for value in step.values {
      let name = value.metric.name
      if columns[name] == nil { definitions.append(value.metric) }
      // Metrics may come and go: rows without one hold NaN.
      var column = columns[name] ?? []
      column += [Double](repeating: .nan, count: indices.count - 1 - column.count)
      column.append(value.value)
      columns[name] = column
    }
  }

  func note(step: Int, level: EventLevel, _ text: String) {
    events.append(
      RunEvent(
        step: Int64(step), wallTime: wallTimes.last ?? 0,
        level: .init(rawValue: level.rawValue) ?? .info, text: text))
    if level != .info { observer.warning(text) }
  }

  /// The `train` stream.
  var stream: MetricStream {
    MetricStream(
      name: "train", steps: indices, epochs: epochs, wallTimes: wallTimes,
      attempts: [Int64](repeating: 1, count: indices.count),
      columns: definitions.map { definition in
        let values = columns[definition.name] ?? []
        return MetricColumn(
          name: definition.name,
          values: values + [Double](repeating: .nan, count: indices.count - values.count),
          unit: definition.unit.isEmpty ? "1" : definition.unit, longName: definition.longName,
          direction: .init(rawValue: definition.direction.rawValue) ?? .none)
      })
  }
}
