internal import HDF5

/// The part of a run's record that tables of many runs are made of.
public struct RunOverview: Sendable, Equatable {
  public var header: RunHeader
  public var probes: [ProbeResult]
}

extension RunStore {
  /// Reads header and probes of a run and leaves the metrics alone, which are most of the file.
  ///
  /// - Throws: as ``read(_:)`` does.
  public static func readOverview(_ folder: RunFolder) throws(StoreError) -> RunOverview {
    let path = folder.recordPath
    let file = try SealedHDF5.open(path)
    try SealedHDF5.checkIdentity(file, format: format, version: schemaVersion, path: path)
    return try StoreError.wrapping(path) { () throws(HDF5Error) in
      try RunReader(root: file.root).readOverview()
    }
  }
}

/// What was read of runs, kept as long as their files stay as they were: a table of a thousand
/// trials of which one has changed is made by reading that one.
public struct RunOverviewCache: Sendable {
  private var kept: [String: (stamp: FileStamp, overview: RunOverview)] = [:]

  public init() {}

  /// The header of a run whose overview was asked for last and could be read.
  public func header(of run: RunFolder) -> RunHeader? { kept[run.path]?.overview.header }

  /// The overview of a run, from the file only when it is another than before.
  mutating func overview(of run: RunFolder) throws(StoreError) -> RunOverview {
    let stamp = FileStamp(run.recordPath)
    if let stamp, let known = kept[run.path], known.stamp == stamp { return known.overview }
    kept[run.path] = nil
    let overview = try RunStore.readOverview(run)
    if let stamp { kept[run.path] = (stamp, overview) }
    return overview
  }
}
