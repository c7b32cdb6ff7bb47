internal import HDF5

/// Reads the table of a sweep from a file whose identity has been checked.
struct SweepIndexReader {
  let root: Group

  func read() throws(HDF5Error) -> SweepIndex {
    var index = SweepIndex(
      sweepID: try root.attributes.text("sweep_id"), name: try root.attributes.text("name"),
      axes: [])
    let axes = try root.group("axes")
    var axisColumns: [[String]] = []
    for child in try axes.names() {
      index.axes.append(child)
      axisColumns.append(try axes.texts(child))
    }
    index.trials = try readTrials(axisColumns)
    try axes.requireRows(
      index.trials.count, zip(index.axes, axisColumns).map { ($0, $1.count) })
    index.scores = try readScores(rows: index.trials.count)
    index.axisRecords = try readAxisRecords()
    try readReferences(into: &index)
    return index
  }

  /// Files of schema version 1 have no such table.
  private func readAxisRecords() throws(HDF5Error) -> [AxisRecord] {
    guard try root.contains("axis_values") else { return [] }
    let group = try root.group("axis_values")
    let axes = try group.texts("axis")
    let kinds = try group.texts("kind")
    let keys: [UInt8] = try group.list("is_key")
    let values = try group.texts("value")
    let labels = try group.texts("label")
    let bases: [UInt8] = try group.list("is_base")
    try group.requireRows(
      axes.count,
      [
        ("kind", kinds.count), ("is_key", keys.count), ("value", values.count),
        ("label", labels.count), ("is_base", bases.count),
      ])
    var records: [AxisRecord] = []
    for row in axes.indices {
      if records.last?.name != axes[row] {
        records.append(
          AxisRecord(
            name: axes[row], kind: try group.oneOf(kinds[row], AxisKind.self, in: "kind"),
            isKey: keys[row] != 0, values: []))
      }
      records[records.count - 1].values.append(
        .init(json: values[row], label: labels[row], isBase: bases[row] != 0))
    }
    return records
  }

  private func readReferences(into index: inout SweepIndex) throws(HDF5Error) {
    guard try root.contains("references") else { return }
    let group = try root.group("references")
    let trials: [Int64] = try group.list("trial")
    let axes = try group.texts("axis")
    let sources = try group.texts("source")
    let metrics = try group.texts("metric")
    let scores: [Double] = try group.list("score")
    try group.requireRows(
      trials.count,
      [
        ("axis", axes.count), ("source", sources.count), ("metric", metrics.count),
        ("score", scores.count),
      ])
    for row in trials.indices {
      guard index.trials.indices.contains(Int(trials[row])) else { continue }
      index.trials[Int(trials[row])].references.append(
        TrialReference(
          axis: axes[row],
          reference: ReferenceScore(
            source: sources[row], metric: metrics[row], score: scores[row])))
    }
  }

  private func readTrials(_ axisColumns: [[String]]) throws(HDF5Error) -> [TrialRow] {
    let group = try root.group("trials")
    let ids = try group.texts("id")
    let numbers: [Int64] = try group.list("number")
    let labels = try group.texts("label")
    let seeds: [Int64] = try group.list("seed")
    let states = try group.texts("state")
    let reasons = try group.texts("reason")
    let steps: [Int64] = try group.list("last_step")
    try group.requireRows(
      ids.count,
      [
        ("number", numbers.count), ("label", labels.count), ("seed", seeds.count),
        ("state", states.count), ("reason", reasons.count), ("last_step", steps.count),
      ])
    var rows: [TrialRow] = []
    for row in ids.indices {
      rows.append(
        TrialRow(
          id: ids[row], number: numbers[row], label: labels[row],
          axisValues: axisColumns.compactMap { $0.indices.contains(row) ? $0[row] : nil },
          seed: seeds[row], state: try group.oneOf(states[row], RunState.self, in: "state"),
          reason: reasons[row], lastStep: steps[row]))
    }
    return rows
  }

  private func readScores(rows: Int) throws(HDF5Error) -> [ScoreColumn] {
    let scores = try root.group("scores")
    var found: [(position: Int64, column: ScoreColumn)] = []
    for probe in try scores.names() {
      let subjects = try scores.group(probe)
      for subject in try subjects.names() {
        let group = try subjects.group(subject)
        for score in try group.names() {
          let values: [Double] = try group.list(score)
          try group.requireRows(rows, [(score, values.count)])
          let attributes = try group.dataset(score).attributes
          let direction = try group.oneOf(
            try attributes.text("direction"), Direction.self, in: "\(score) @direction")
          found.append(
            (
              try attributes.value("position"),
              ScoreColumn(
                probe: probe, subject: subject, name: score,
                unit: try attributes.text("units"), direction: direction, values: values)
            ))
        }
      }
    }
    return found.sorted { $0.position < $1.position }.map(\.column)
  }
}
