public import Store

/// What a run's program and files were made from, as far as the caller can tell.
public struct SourceState: Sendable, Equatable {
  /// The commit that the program was built from; empty where that cannot be told.
  public var commit: String
  /// What differed from that commit, as `git diff` tells it; empty for a clean tree.
  public var difference: String
  /// The commit of the repository that the experiment file lies in; empty outside one.
  public var experimentCommit: String
  /// Versions of the tools and libraries the program was built with.
  public var versions: [TextEntry]

  public init(
    commit: String = "", difference: String = "", experimentCommit: String = "",
    versions: [TextEntry] = []
  ) {
    self.commit = commit
    self.difference = difference
    self.experimentCommit = experimentCommit
    self.versions = versions
  }
}
