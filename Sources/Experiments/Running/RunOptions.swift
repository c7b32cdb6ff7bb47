/// How a run is carried out; none of it changes results.
public struct RunOptions: Sendable {
  /// The sweep the run belongs to.
  public var sweepID: String?
  /// Threads of libtorch's CPU operations, in place of `engine.threads`.
  public var threads: Int?
  /// The command line, for the record.
  public var arguments: [String]
  /// What the program and the experiment's files were made from, for the record.
  public var source: SourceState

  public init(
    sweepID: String? = nil, threads: Int? = nil, arguments: [String] = [],
    source: SourceState = SourceState()
  ) {
    self.sweepID = sweepID
    self.threads = threads
    self.arguments = arguments
    self.source = source
  }
}
