/// The table of a sweep, one row a trial: what `sweep.h5` holds.
///
/// Derived: it can be rebuilt from `sweep.json` and the runs at any time.
public struct SweepIndex: Sendable, Equatable {
  public var sweepID: String
  public var name: String
  /// Dotted key paths that trials vary.
  public var axes: [String]
  /// More on each of `axes`, in the same order; empty for plans of schema version 1.
  public var axisRecords: [AxisRecord]
  public var trials: [TrialRow]
  /// Final scores, one column a (probe, subject, score), each with one value a trial.
  public var scores: [ScoreColumn]

  public init(
    sweepID: String, name: String, axes: [String], axisRecords: [AxisRecord] = [],
    trials: [TrialRow] = [], scores: [ScoreColumn] = []
  ) {
    self.sweepID = sweepID
    self.name = name
    self.axes = axes
    self.axisRecords = axisRecords
    self.trials = trials
    self.scores = scores
  }

  /// The values of trials on one axis as JSON text, nil for an axis the sweep does not have.
  public func values(ofAxis axis: String) -> [String]? {
    guard let position = axes.firstIndex(of: axis) else { return nil }
    return trials.map { $0.axisValues[position] }
  }
}
