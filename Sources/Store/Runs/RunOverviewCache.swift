/// What was read of runs, kept as long as their files stay as they were: a table of a thousand
/// trials of which one has changed is made by reading that one.
public struct RunOverviewCache: Sendable {
  private var kept: [String: (stamps: [FileStamp], record: RunRecord)] = [:]

  public init() {}

  /// The header of a run that was asked for last and could be read.
  public func header(of run: RunFolder) -> RunHeader? { kept[run.path]?.record.header }

  /// Header and scores of a run with what its journal adds, from the files only when they are
  /// others than before.
  mutating func overview(of run: RunFolder) throws(StoreError) -> RunRecord {
    // Before reading: what changes meanwhile has another stamp at the next look.
    let journals = run.journalGenerations()
    let paths = [run.recordPath] + journals.map { run.journalPath(generation: $0) }
    let stamps = paths.compactMap { FileStamp($0) }
    if let known = kept[run.path], known.stamps == stamps, !stamps.isEmpty {
      return known.record
    }
    kept[run.path] = nil
    var record = try Run.open(run, reading: []).record
    // A journal is read as a whole; a thousand curves are not kept for their ends.
    record = RunRecord(header: record.header, probes: record.probes)
    kept[run.path] = (stamps, record)
    return record
  }
}
