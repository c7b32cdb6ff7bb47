import Store

/// Where the numbers come from, for all trials in long form: configuration, provenance, events,
/// artifacts.
struct RecordTables {
  let results: SweepResults

  var tables: [MergedTable] {
    [
      pairs("/config") { $0.configuration.flat },
      pairs("/provenance") { Self.entries(of: $0.provenance) },
      events, artifacts,
    ]
  }

  /// A table of keys and texts.
  private func pairs(_ path: String, _ entries: (RunRecord) -> [TextEntry]) -> MergedTable {
    let rows = rows(entries)
    return MergedTable(
      path,
      [
        .init("trial", .int64(rows.map(\.trial))),
        .init("key", .text(rows.map(\.value.key))),
        .init("value", .text(rows.map(\.value.text))),
      ])
  }

  private var events: MergedTable {
    let rows = rows(\.events)
    return MergedTable(
      "/events",
      [
        .init("trial", .int64(rows.map(\.trial))),
        .init("step", .int64(rows.map(\.value.step))),
        .init(
          "wall_time", .float64(rows.map(\.value.wallTime)),
          attributes: [TextEntry("units", "s")]),
        .init("level", .text(rows.map(\.value.level.rawValue))),
        .init("text", .text(rows.map(\.value.text))),
      ])
  }

  private var artifacts: MergedTable {
    let rows = rows(\.artifacts)
    return MergedTable(
      "/artifacts",
      [
        .init("trial", .int64(rows.map(\.trial))),
        .init("kind", .text(rows.map(\.value.kind))),
        .init("path", .text(rows.map(\.value.path))),
        .init("bytes", .int64(rows.map(\.value.bytes))),
        .init("sha256", .text(rows.map(\.value.sha256))),
        .init("step", .int64(rows.map(\.value.step))),
      ])
  }

  private func rows<Value>(_ values: (RunRecord) -> [Value]) -> [(trial: Int64, value: Value)] {
    results.trials.flatMap { trial in
      (trial.record.map(values) ?? []).map { (trial.plan.number, $0) }
    }
  }

  private static func entries(of provenance: Provenance) -> [TextEntry] {
    var entries = [
      TextEntry("host", provenance.host), TextEntry("cpu", provenance.cpu),
      TextEntry("gpu", provenance.gpu),
      TextEntry("data_fingerprint", provenance.dataFingerprint),
      TextEntry("git_commit", provenance.gitCommit), TextEntry("git_diff", provenance.gitDiff),
    ]
    entries += provenance.arguments.enumerated().map { TextEntry("argv.\($0)", $1) }
    entries += provenance.environment.map { TextEntry("env.\($0.key)", $0.text) }
    entries += provenance.versions.map { TextEntry("version.\($0.key)", $0.text) }
    entries += provenance.seeds.map { TextEntry("seed.\($0.name)", "\($0.value)") }
    entries += provenance.attempts.flatMap { attempt in
      [
        TextEntry("attempt.\(attempt.number).started_utc", attempt.startedUTC),
        TextEntry("attempt.\(attempt.number).ended_utc", attempt.endedUTC),
        TextEntry("attempt.\(attempt.number).host", attempt.host),
        TextEntry("attempt.\(attempt.number).process_id", "\(attempt.processID)"),
        TextEntry("attempt.\(attempt.number).first_step", "\(attempt.firstStep)"),
      ]
    }
    return (entries + provenance.entries).filter { !$0.text.isEmpty }
  }
}
