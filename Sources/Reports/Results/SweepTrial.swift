public import Store

/// One trial of a sweep: its place in the plan, how far it came, and what it left behind.
public struct SweepTrial: Sendable {
  /// Its place in the plan: identity, number, seed, value on each axis.
  public let plan: TrialPlan

  /// How far it came. Only a trial in state `done` enters a mean or a curve.
  public let state: RunState

  /// Why it is in that state; empty when there is nothing to say.
  public let reason: String

  /// Its sealed record; nil while there is none.
  public let record: RunRecord?

  public init(plan: TrialPlan, state: RunState, reason: String = "", record: RunRecord? = nil) {
    self.plan = plan
    self.state = state
    self.reason = reason
    self.record = record
  }

  /// A trial as its sealed record states it.
  public init(plan: TrialPlan, record: RunRecord) {
    self.init(
      plan: plan, state: record.header.state, reason: record.header.stateReason, record: record)
  }
}
