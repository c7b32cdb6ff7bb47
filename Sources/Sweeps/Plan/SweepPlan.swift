internal import CapiCore
public import Store

/// All trials of a sweep. Made from the sweep file alone, so the same file gives the same plan.
public struct SweepPlan: Sendable, Equatable {
  /// A value that gives a trial which is in the plan already.
  public struct Folded: Sendable, Equatable {
    /// "loss=capi".
    public var label: String
    /// The label of the trial it is the same as.
    public var sameAs: String

    public init(label: String, sameAs: String) {
      self.label = label
      self.sameAs = sameAs
    }
  }

  /// A departure that is not run because something it needs has not been given.
  public struct Off: Sendable, Equatable {
    /// "data=LVD-142M".
    public var label: String
    /// What to give, as keys of the command line: "variables.lvd_root".
    public var missing: [String]

    public init(label: String, missing: [String]) {
      self.label = label
      self.missing = missing
    }
  }

  public var name: String
  public var question: String
  /// The sweep file, byte for byte.
  public var yaml: String
  /// Changes that the command line made, as `dotted.key=value`.
  public var arguments: [String] = []
  /// The base experiment, resolved, as canonical JSON.
  public var baseConfiguration: String
  /// Names of the axes, in the order of the file.
  public var axes: [String]
  /// More on each axis, in the same order.
  public var axisRecords: [AxisRecord]
  /// The trials, numbered from 0; the base comes first.
  public var trials: [PlannedTrial]
  public var folded: [Folded]
  public var off: [Off] = []

  /// Why data sets of trials cannot be opened, each reason once. Identities are provisional then.
  public var dataProblems: [String] {
    var problems: [String] = []
    for case let problem? in trials.map(\.configuration.dataProblem)
    where !problems.contains(problem) {
      problems.append(problem)
    }
    return problems
  }

  /// The number of the trial that a person names: its number in the plan, or the beginning of its
  /// identity, at least four characters.
  public func number(named name: String) throws(SweepError) -> Int {
    if name.count < 4, let number = Int(name), trials.indices.contains(number) { return number }
    let found = name.count < 4 ? [] : trials.filter { $0.id.hasPrefix(name) }
    guard let trial = found.first, found.count == 1 else {
      throw .noSuchTrial(name, found: found.count)
    }
    return trial.number
  }

  /// The plan's identity: a hash of its trials and of how tables call them, 128 bits in
  /// hexadecimal. What the sweep file says besides, such as the question, is no part of it.
  public var sweepID: String {
    let parts = trials.map { trial in
      ConfigurationValue.array(
        [.string(trial.id), .string(trial.label)] + trial.axisValues.map { .string($0) })
    }
    let value = ConfigurationValue.array(axes.map { .string($0) } + parts)
    return String(Digest.sha256(Array(value.canonicalJSON.utf8)).prefix(32))
  }

  /// The plan as the store keeps it.
  public func specification(createdUTC: String, creatorVersion: String) -> SweepSpecification {
    SweepSpecification(
      sweepID: sweepID, name: name, createdUTC: createdUTC, creatorVersion: creatorVersion,
      question: question, yaml: yaml, arguments: arguments, baseConfiguration: baseConfiguration,
      axes: axes, axisRecords: axisRecords,
      trials: trials.map { trial in
        TrialPlan(
          id: trial.id, number: Int64(trial.number), label: trial.label,
          axisValues: trial.axisValues, seed: Int64(trial.configuration.seed),
          overrides: trial.overrides, configurationSHA256: trial.configuration.sha256,
          references: trial.references)
      })
  }
}
