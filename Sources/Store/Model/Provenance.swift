/// Where a run's numbers come from. Empty text or an empty list means "not known".
public struct Provenance: Sendable, Equatable {
  /// The command line, argument by argument.
  public var arguments: [String]
  /// Environment variables that change results, from a fixed allow-list: never the whole
  /// environment, which holds secrets.
  public var environment: [TextEntry]
  /// Versions of the program and of the libraries it runs on.
  public var versions: [TextEntry]
  public var seeds: [NamedSeed]
  /// Name of the machine.
  public var host: String
  /// Model and number of cores.
  public var cpu: String
  /// Model of the accelerator, empty without one.
  public var gpu: String
  /// A hash over what the data set holds.
  public var dataFingerprint: String
  /// Commit of the program's sources, and what differed from it.
  public var gitCommit: String
  public var gitDiff: String
  /// Every start of the run.
  public var attempts: [RunAttempt]
  /// Anything else worth keeping, in order.
  public var entries: [TextEntry]

  public init(
    arguments: [String] = [], environment: [TextEntry] = [], versions: [TextEntry] = [],
    seeds: [NamedSeed] = [], host: String = "", cpu: String = "", gpu: String = "",
    dataFingerprint: String = "", gitCommit: String = "", gitDiff: String = "",
    attempts: [RunAttempt] = [], entries: [TextEntry] = []
  ) {
    self.arguments = arguments
    self.environment = environment
    self.versions = versions
    self.seeds = seeds
    self.host = host
    self.cpu = cpu
    self.gpu = gpu
    self.dataFingerprint = dataFingerprint
    self.gitCommit = gitCommit
    self.gitDiff = gitDiff
    self.attempts = attempts
    self.entries = entries
  }
}
