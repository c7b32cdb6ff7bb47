/// One trial in the table of a sweep.
public struct TrialRow: Sendable, Equatable {
  /// Identity; the name of the trial's folder below `runs/`.
  public var id: String
  /// Position in the plan, from 0.
  public var number: Int64
  /// Short text for tables.
  public var label: String
  /// Value on each axis as JSON text, in the order of `SweepIndex.axes`.
  public var axisValues: [String]
  public var seed: Int64
  public var state: RunState
  /// Why it is in that state; empty when there is nothing to say.
  public var reason: String
  /// The last step recorded; -1 before the first.
  public var lastStep: Int64
  /// Published scores of the trial's setting.
  public var references: [TrialReference]

  public init(
    id: String, number: Int64, label: String, axisValues: [String], seed: Int64, state: RunState,
    reason: String = "", lastStep: Int64 = -1, references: [TrialReference] = []
  ) {
    self.id = id
    self.number = number
    self.label = label
    self.axisValues = axisValues
    self.seed = seed
    self.state = state
    self.reason = reason
    self.lastStep = lastStep
    self.references = references
  }
}
