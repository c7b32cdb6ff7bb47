public import Store

/// One trial of a sweep: its place in the plan, how far it came, and what it left behind.
public struct SweepTrial: Sendable {
  /// Its place in the plan: identity, number, seed, value on each axis.
  public internal(set) var plan: TrialPlan

  /// How far it came. Only a trial in state `done` enters a mean or a curve.
  public let state: RunState

  /// Why it is in that state; empty when there is nothing to say.
  public let reason: String

  /// Its record, or the parts of it that were read, with the results of ``evaluations`` among its
  /// probes; nil while there is none.
  public internal(set) var record: RunRecord?

  /// What `capi eval` has measured after the run.
  package internal(set) var evaluations = TrialEvaluations()

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
