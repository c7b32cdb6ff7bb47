public import Store

/// What the plan needs to know of a resolved experiment.
public struct TrialConfiguration: Sendable, Equatable {
  /// SHA-256 of the semantic configuration with component versions and seed, in hexadecimal: two
  /// experiments with the same identity give the same results.
  public var identity: String
  /// SHA-256 of the resolved configuration as the store records it.
  public var sha256: String
  /// The resolved configuration as canonical JSON.
  public var json: String
  /// Every leaf of it: dotted key and value as JSON text.
  public var flat: [TextEntry]
  public var seed: Int
  /// Threads the experiment asks for; 0 for all.
  public var threads: Int
  /// Training steps.
  public var steps: Int

  public init(
    identity: String, sha256: String, json: String, flat: [TextEntry], seed: Int, threads: Int = 0,
    steps: Int
  ) {
    self.identity = identity
    self.sha256 = sha256
    self.json = json
    self.flat = flat
    self.seed = seed
    self.threads = threads
    self.steps = steps
  }
}
