internal import HDF5

/// The part of a run's record that tables of many runs are made of.
public struct RunOverview: Sendable, Equatable {
  public var header: RunHeader
  /// With their scores alone.
  public var probes: [ProbeResult]
}

extension RunStore {
  /// Reads header and probes of a sealed record and leaves the metrics alone, which are most of it.
  /// What a journal adds is not looked at.
  ///
  /// - Throws: as ``read(_:)`` does.
  static func readOverview(_ folder: RunFolder) throws(StoreError) -> RunOverview {
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
  private var kept: [String: (stamps: [FileStamp], overview: RunOverview)] = [:]

  public init() {}

  /// The header of a run whose overview was asked for last and could be read.
  public func header(of run: RunFolder) -> RunHeader? { kept[run.path]?.overview.header }

  /// The overview of a run with what its journal adds, from the files only when they are others
  /// than before.
  mutating func overview(of run: RunFolder) throws(StoreError) -> RunOverview {
    // Before reading: what changes meanwhile has another stamp at the next look.
    let journals = run.journalGenerations()
    let paths = [run.recordPath] + journals.map { run.journalPath(generation: $0) }
    let stamps = paths.compactMap { FileStamp($0) }
    if let known = kept[run.path], known.stamps == stamps, !stamps.isEmpty {
      return known.overview
    }
    kept[run.path] = nil
    let overview: RunOverview
    if journals.isEmpty {
      overview = try RunStore.readOverview(run)
    } else {
      let record = try Run.open(run).record
      overview = RunOverview(header: record.header, probes: record.probes)
    }
    kept[run.path] = (stamps, overview)
    return overview
  }
}
