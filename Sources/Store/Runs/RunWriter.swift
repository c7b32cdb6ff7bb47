internal import HDF5

/// Lays a record out in a file.
struct RunWriter {
  let record: RunRecord
  let root: Group

  func write() throws(HDF5Error) {
    try writeHeader()
    try writeMetrics(record.metrics, in: root.createGroup("metrics"))
    try writeSuperseded()
    try writeProbes(record.probes, in: root.createGroup("probes"))
    try writeSupersededProbes()
    try writeLabels()
    try writeConfiguration()
    try writeProvenance()
    try writeArtifacts()
    try writeEvents()
  }

  private func writeHeader() throws(HDF5Error) {
    let header = record.header
    try root.attributes.set("run_id", header.runID)
    if let sweepID = header.sweepID { try root.attributes.set("sweep_id", sweepID) }
    try root.attributes.set("state", header.state.rawValue)
    try root.attributes.set("complete", UInt8(header.complete ? 1 : 0))
    try root.attributes.set("last_step", header.lastStep)
    try root.attributes.set("created_utc", header.createdUTC)
    try root.attributes.set("sealed_utc", header.sealedUTC)
    try root.attributes.set("creator_version", header.creatorVersion)
    try root.attributes.set("journal_sequence", header.journalSequence)
    // A dataset, because the text of an error may be longer than an attribute should be.
    try root.write("state_reason", header.stateReason)
  }

  private func writeSuperseded() throws(HDF5Error) {
    guard !record.superseded.isEmpty else { return }
    let all = try root.createGroup("metrics_superseded")
    for rows in record.superseded {
      try writeMetrics(rows.metrics, in: all.createGroup(String(rows.attempt)))
    }
  }

  private func writeMetrics(
    _ streams: [MetricStream], in metrics: Group
  ) throws(HDF5Error) {
    for stream in streams {
      let group = try metrics.createGroup(stream.name)
      let step = try group.write("step", stream.steps)
      try step.makeScale(named: "step")
      try step.attributes.set("long_name", "training step")
      let fixed: [(dataset: Dataset, unit: String, longName: String)] = [
        (try group.write("epoch", stream.epochs), "1", "passes over the data set"),
        (try group.write("wall_time", stream.wallTimes), "s", "time since the run began"),
        (try group.write("attempt", stream.attempts), "1", "start of the run, from 0"),
      ]
      for (dataset, unit, longName) in fixed {
        try dataset.attributes.set("units", unit)
        try dataset.attributes.set("long_name", longName)
        try dataset.attachScale(step)
      }
      for column in stream.columns {
        let dataset = try group.write(column.name, column.values)
        try dataset.attributes.set("units", column.unit)
        try dataset.attributes.set("long_name", column.longName)
        try dataset.attributes.set("direction", column.direction.rawValue)
        try dataset.attachScale(step)
      }
    }
  }

  private func writeLabels() throws(HDF5Error) {
    let labels = try root.createGroup("labels")
    for split in record.labels {
      let group = try labels.createGroup(split.split)
      try group.write("index", split.indices)
      try group.write("label", split.labels)
      try group.write("class_name", split.classNames)
      try group.write("sample_id", split.sampleIDs)
    }
  }

  private func writeConfiguration() throws(HDF5Error) {
    let group = try root.createGroup("config")
    try group.attributes.set("sha256", record.configuration.sha256)
    try group.write("json", record.configuration.json)
    try group.write("yaml", record.configuration.yaml)
    let flat = try group.createGroup("flat")
    for entry in record.configuration.flat {
      try flat.write(entry.key, entry.text)
    }
  }

  private func writeArtifacts() throws(HDF5Error) {
    let group = try root.createGroup("artifacts")
    try group.write("kind", record.artifacts.map(\.kind))
    try group.write("path", record.artifacts.map(\.path))
    try group.write("bytes", record.artifacts.map(\.bytes))
    try group.write("sha256", record.artifacts.map(\.sha256))
    try group.write("step", record.artifacts.map(\.step))
  }

  private func writeEvents() throws(HDF5Error) {
    let group = try root.createGroup("events")
    try group.write("step", record.events.map(\.step))
    let wallTime = try group.write("wall_time", record.events.map(\.wallTime))
    try wallTime.attributes.set("units", "s")
    try group.write("level", record.events.map(\.level.rawValue))
    try group.write("text", record.events.map(\.text))
  }
}
