public import CapiCore

/// Keeps what training tells, for tests to look at.
public final class MemoryRecorder: RunRecorder {
  public struct Note: Sendable, Equatable {
    public let step: Int
    public let level: EventLevel
    public let text: String

    public init(step: Int, level: EventLevel, text: String) {
      self.step = step
      self.level = level
      self.text = text
    }
  }

  public private(set) var steps: [StepRecord] = []
  public private(set) var notes: [Note] = []

  public init() {}

  public func record(_ step: StepRecord) { steps.append(step) }

  public func note(step: Int, level: EventLevel, _ text: String) {
    notes.append(Note(step: step, level: level, text: text))
  }

  /// All values of a metric, in the order of the steps.
  public func values(_ name: String) -> [Double] {
    steps.flatMap { $0.values.filter { $0.metric.name == name }.map(\.value) }
  }
}
