public import Experiments
public import Store

/// What the plan needs to know of a resolved experiment.
public struct TrialConfiguration: Sendable, Equatable {
  /// SHA-256, in hexadecimal, of everything that can change the trial's results; see
  /// `ResolvedExperiment.trialIdentity`.
  public var identity: String
  /// The resolved configuration as canonical JSON.
  public var json: String
  /// Every leaf of it: dotted key and value as JSON text.
  public var flat: [TextEntry]
  public var seed: Int
  /// Threads the experiment asks for; 0 for all.
  public var threads: Int
  /// Training steps.
  public var steps: Int
  /// What it asks of a machine, where that is known.
  public var cost: CostEstimate?

  /// What the record of the trial's run says that it is.
  public var runID: String
  /// Why the data set cannot be opened; the identity is then provisional, since what the data set
  /// holds is part of it.
  public var dataProblem: String?

  /// SHA-256 of `json`, as the record of the run has it.
  public var sha256: String { ConfigurationRecord(json: json).sha256 }

  /// The name of the trial's folder: the first 128 bits of `identity`.
  public var trialID: String { String(identity.prefix(32)) }

  public init(
    identity: String, json: String, flat: [TextEntry], seed: Int, threads: Int = 0, steps: Int
  ) {
    self.identity = identity
    runID = identity
    self.json = json
    self.flat = flat
    self.seed = seed
    self.threads = threads
    self.steps = steps
  }
}
