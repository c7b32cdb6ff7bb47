extension RunRecord {
  /// Checks that the record can be sealed: names that can be names, columns of equal length,
  /// nothing twice.
  ///
  /// - Parameter path: what errors call the record, the path of its file for instance.
  /// - Throws: ``StoreError`` with code `invalidRecord` that names the value.
  public func validate(path: String = "run.h5") throws(StoreError) {
    let check = RecordCheck(path: path)
    try check.short("the run id", header.runID)
    try check.short("the sweep id", header.sweepID ?? "")
    try check.short("the time of creation", header.createdUTC)
    try check.short("the time of sealing", header.sealedUTC)
    try check.short("the creator's version", header.creatorVersion)

    try check.names("metric stream", metrics.map(\.name))
    for stream in metrics { try validate(stream, check) }

    try check.unique("attempt with superseded rows", superseded.map { String($0.attempt) })
    for rows in superseded {
      try check.names("superseded metric stream", rows.metrics.map(\.name))
      for stream in rows.metrics { try validate(stream, check) }
    }

    try validate(probes, "probe result", check)
    try check.unique(
      "attempt with superseded probes", supersededProbes.map { String($0.attempt) })
    for superseded in supersededProbes {
      try validate(superseded.results, "superseded probe result", check)
    }

    try check.names("label split", labels.map(\.split))
    for split in labels {
      try check.rows(
        "labels of split \"\(split.split)\"", split.count,
        [
          ("labels", split.labels.count), ("class names", split.classNames.count),
          ("sample ids", split.sampleIDs.count),
        ])
    }
    try check.names("configuration key", configuration.flat.map(\.key))
  }

  private func validate(_ stream: MetricStream, _ check: RecordCheck) throws(StoreError) {
    try check.names("metric of stream \"\(stream.name)\"", stream.columns.map(\.name))
    for column in stream.columns where MetricStream.reservedNames.contains(column.name) {
      throw check.failure(
        "a metric of stream \"\(stream.name)\" is called \"\(column.name)\", which every stream "
          + "has already; give it another name")
    }
    try check.rows(
      "metric stream \"\(stream.name)\"", stream.rowCount,
      [
        ("epochs", stream.epochs.count), ("wall times", stream.wallTimes.count),
        ("attempts", stream.attempts.count),
      ] + stream.columns.map { ("values of \"\($0.name)\"", $0.values.count) })
    for column in stream.columns {
      try check.short("the unit of \"\(column.name)\"", column.unit)
      try check.short("the long name of \"\(column.name)\"", column.longName)
    }
  }

  private func validate(
    _ results: [ProbeResult], _ what: String, _ check: RecordCheck
  ) throws(StoreError) {
    for result in results { try validate(result, check) }
    try check.unique(what, results.map { "\($0.name)/\($0.subject)/\($0.step)" })
  }

  private func validate(_ result: ProbeResult, _ check: RecordCheck) throws(StoreError) {
    try check.name("probe", result.name)
    try check.name("probe subject", result.subject)
    let place = "probe \"\(result.name)\" of \"\(result.subject)\""
    try check.names("grid column of \(place)", result.grid.columns.map(\.name))
    try check.rows(
      "the grid of \(place)", result.grid.rowCount,
      result.grid.columns.map { ("values of \"\($0.name)\"", $0.values.count) })
    if let confusion = result.confusion {
      let width = confusion.first?.count ?? 0
      for (row, counts) in confusion.enumerated() where counts.count != width {
        throw check.failure(
          "row \(row) of the confusion matrix of \(place) has \(counts.count) entries where the "
            + "first has \(width)")
      }
    }
  }
}

extension MetricStream {
  /// Columns that every stream has.
  static let reservedNames: Set<String> = ["step", "epoch", "wall_time", "attempt"]
}
