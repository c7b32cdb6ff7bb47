internal import HDF5

/// Reads a record from a file whose identity has been checked.
struct RunReader {
  let root: Group

  func read(_ parts: RunParts) throws(HDF5Error) -> RunRecord {
    var record = RunRecord(header: try readHeader())
    if !parts.isDisjoint(with: [.curves, .lastValues]) {
      let metrics = try readMetrics(root.group("metrics"))
      record.metrics = parts.contains(.curves) ? metrics : metrics.map(\.lastValues)
    }
    record.probes = try readProbes(root.group("probes"), scoresOnly: !parts.contains(.probeDetails))
    if parts.contains(.circumstances) {
      record.superseded = try readSuperseded()
      record.supersededProbes = try readSupersededProbes()
      record.labels = try readLabels()
      record.configuration = try readConfiguration()
      record.provenance = try readProvenance()
      record.artifacts = try readArtifacts()
      record.events = try readEvents()
    } else if parts.contains(.configuration) {
      record.configuration = ConfigurationRecord(json: try root.group("config").text("json"))
    }
    return record
  }

  private func readHeader() throws(HDF5Error) -> RunHeader {
    let attributes = root.attributes
    return RunHeader(
      runID: try attributes.text("run_id"),
      sweepID: try attributes.contains("sweep_id") ? try attributes.text("sweep_id") : nil,
      state: try root.oneOf(try attributes.text("state"), RunState.self, in: "@state"),
      stateReason: try root.text("state_reason"),
      complete: try attributes.value("complete", UInt8.self) != 0,
      lastStep: try attributes.value("last_step"),
      createdUTC: try attributes.text("created_utc"),
      sealedUTC: try attributes.text("sealed_utc"),
      creatorVersion: try attributes.text("creator_version"),
      // Version 1 had no journal.
      journalSequence: try attributes.contains("journal_sequence")
        ? try attributes.value("journal_sequence") : 0)
  }

  private func readSuperseded() throws(HDF5Error) -> [SupersededRows] {
    try readAttempts("metrics_superseded") { (attempt, group) throws(HDF5Error) in
      SupersededRows(attempt: attempt, metrics: try readMetrics(group))
    }
  }

  private func readSupersededProbes() throws(HDF5Error) -> [SupersededProbes] {
    try readAttempts("probes_superseded") { (attempt, group) throws(HDF5Error) in
      SupersededProbes(attempt: attempt, results: try readProbes(group))
    }
  }

  /// What a group keeps of each attempt; nothing without that group.
  private func readAttempts<Kept>(
    _ name: String, _ read: (Int64, Group) throws(HDF5Error) -> Kept
  ) throws(HDF5Error) -> [Kept] {
    guard try root.contains(name) else { return [] }
    let all = try root.group(name)
    var kept: [Kept] = []
    for child in try all.names() {
      guard let attempt = Int64(child) else {
        throw HDF5Error(
          code: .damaged, file: "", object: "\(all.path)/\(child)",
          reason: "its name is not the number of an attempt")
      }
      kept.append(try read(attempt, all.group(child)))
    }
    return kept
  }

  private func readMetrics(_ metrics: Group) throws(HDF5Error) -> [MetricStream] {
    var streams: [MetricStream] = []
    for child in try metrics.names() {
      let group = try metrics.group(child)
      var stream = MetricStream(
        name: child, steps: try group.list("step"), epochs: try group.list("epoch"),
        wallTimes: try group.list("wall_time"), attempts: try group.list("attempt"))
      try group.requireRows(
        stream.rowCount,
        [
          ("epoch", stream.epochs.count), ("wall_time", stream.wallTimes.count),
          ("attempt", stream.attempts.count),
        ])
      for column in try group.names() where !MetricStream.reservedNames.contains(column) {
        let dataset = try group.dataset(column)
        let values = try dataset.list(Double.self)
        try group.requireRows(stream.rowCount, [(column, values.count)])
        let attributes = dataset.attributes
        stream.columns.append(
          MetricColumn(
            name: column, values: values, unit: try attributes.text("units"),
            longName: try attributes.text("long_name"),
            direction: try group.oneOf(
              try attributes.text("direction"), Direction.self, in: "\(column) @direction")))
      }
      streams.append(stream)
    }
    return streams
  }

  private func readLabels() throws(HDF5Error) -> [LabelSplit] {
    let labels = try root.group("labels")
    var splits: [LabelSplit] = []
    for child in try labels.names() {
      let group = try labels.group(child)
      let split = LabelSplit(
        split: child, indices: try group.list("index"), labels: try group.list("label"),
        classNames: try group.texts("class_name"), sampleIDs: try group.texts("sample_id"))
      try group.requireRows(
        split.count,
        [
          ("label", split.labels.count), ("class_name", split.classNames.count),
          ("sample_id", split.sampleIDs.count),
        ])
      splits.append(split)
    }
    return splits
  }

  private func readConfiguration() throws(HDF5Error) -> ConfigurationRecord {
    let group = try root.group("config")
    let flat = try group.group("flat")
    var entries: [TextEntry] = []
    for child in try flat.names() {
      entries.append(TextEntry(child, try flat.text(child)))
    }
    let configuration = ConfigurationRecord(
      json: try group.text("json"), yaml: try group.text("yaml"), flat: entries)
    guard try group.attributes.text("sha256") == configuration.sha256 else {
      throw HDF5Error(
        code: .damaged, file: "", object: "/config @sha256",
        reason: "it is not the hash of /config/json")
    }
    return configuration
  }

  private func readArtifacts() throws(HDF5Error) -> [Artifact] {
    let group = try root.group("artifacts")
    let kinds = try group.texts("kind")
    let paths = try group.texts("path")
    let bytes: [Int64] = try group.list("bytes")
    let hashes = try group.texts("sha256")
    let steps: [Int64] = try group.list("step")
    try group.requireRows(
      kinds.count,
      [
        ("path", paths.count), ("bytes", bytes.count), ("sha256", hashes.count),
        ("step", steps.count),
      ])
    return kinds.indices.map { row in
      Artifact(
        kind: kinds[row], path: paths[row], bytes: bytes[row], sha256: hashes[row],
        step: steps[row])
    }
  }

  private func readEvents() throws(HDF5Error) -> [RunEvent] {
    let group = try root.group("events")
    let steps: [Int64] = try group.list("step")
    let wallTimes: [Double] = try group.list("wall_time")
    let levels = try group.texts("level")
    let texts = try group.texts("text")
    try group.requireRows(
      steps.count,
      [("wall_time", wallTimes.count), ("level", levels.count), ("text", texts.count)])
    var events: [RunEvent] = []
    for row in steps.indices {
      events.append(
        RunEvent(
          step: steps[row], wallTime: wallTimes[row],
          level: try group.oneOf(levels[row], RunEvent.Level.self, in: "level"),
          text: texts[row]))
    }
    return events
  }
}
