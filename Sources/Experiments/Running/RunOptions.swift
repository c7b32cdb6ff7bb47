public import CapiCore

/// How a run is carried out; none of it changes results.
public struct RunOptions: Sendable {
  /// The sweep the run belongs to.
  public var sweepID: String?
  /// Threads of libtorch's CPU operations, in place of `engine.threads`.
  public var threads: Int?
  /// A folder in which trials of one sweep share the results of raw pixels and of the untrained
  /// encoder.
  public var baselines: String?
  /// The command line, for the record.
  public var arguments: [String]
  /// What the program and the experiment's files were made from, for the record.
  public var source: SourceState
  /// Code from outside that the registry's components come from, for the record.
  public var plugins: [PluginRecord]

  /// Steps to record what libtorch does in; nil for none.
  public var profile: ProfileRequest?

  /// Weights of another run to begin with.
  public var initialWeights: InitialWeights?

  public init(
    sweepID: String? = nil, threads: Int? = nil, arguments: [String] = [],
    source: SourceState = SourceState(), plugins: [PluginRecord] = [],
    initialWeights: InitialWeights? = nil
  ) {
    self.sweepID = sweepID
    self.threads = threads
    self.arguments = arguments
    self.source = source
    self.plugins = plugins
    self.initialWeights = initialWeights
  }
}
