/// Something that happened in a run.
public struct RunEvent: Sendable, Equatable {
  /// How much attention it asks for.
  public enum Level: String, Sendable, CaseIterable {
    case info
    case warning
    case error
  }

  /// The step at which it happened.
  public var step: Int64
  /// Seconds since the run began.
  public var wallTime: Double
  public var level: Level
  public var text: String

  public init(step: Int64, wallTime: Double, level: Level, text: String) {
    self.step = step
    self.wallTime = wallTime
    self.level = level
    self.text = text
  }

  /// Equality by bits: NaN equals the same NaN, 0.0 differs from -0.0.
  public static func == (left: RunEvent, right: RunEvent) -> Bool {
    left.step == right.step && left.wallTime.bitPattern == right.wallTime.bitPattern
      && left.level == right.level && left.text == right.text
  }
}
