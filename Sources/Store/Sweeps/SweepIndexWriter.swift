internal import HDF5

/// Lays the table of a sweep out in a file.
struct SweepIndexWriter {
  let index: SweepIndex
  let root: Group

  /// Writes the table, with links to the runs in `linked`, whose `run.h5` exists: a link to a
  /// missing file makes some readers refuse the whole sweep.
  func write(linking linked: [String]) throws(HDF5Error) {
    try root.attributes.set("sweep_id", index.sweepID)
    try root.attributes.set("name", index.name)

    let trials = try root.createGroup("trials")
    try trials.write("id", index.trials.map(\.id))
    try trials.write("number", index.trials.map(\.number))
    try trials.write("label", index.trials.map(\.label))
    try trials.write("seed", index.trials.map(\.seed))
    try trials.write("state", index.trials.map(\.state.rawValue))
    try trials.write("reason", index.trials.map(\.reason))
    try trials.write("last_step", index.trials.map(\.lastStep))

    let axes = try root.createGroup("axes")
    for (position, axis) in index.axes.enumerated() {
      try axes.write(axis, index.trials.map { $0.axisValues[position] })
    }

    try writeAxisValues()
    try writeReferences()

    let scores = try root.createGroup("scores")
    for (position, column) in index.scores.enumerated() {
      let subject = try scores.groupMadeIfMissing(column.probe).groupMadeIfMissing(column.subject)
      let dataset = try subject.write(column.name, column.values)
      try dataset.attributes.set("units", column.unit)
      try dataset.attributes.set("direction", column.direction.rawValue)
      try dataset.attributes.set("position", Int64(position))
    }

    let runs = try root.createGroup("runs")
    for id in linked {
      try runs.linkExternal(id, toFile: "runs/\(id)/run.h5", object: "/")
    }
  }

  /// One row for each value of each axis.
  private func writeAxisValues() throws(HDF5Error) {
    let group = try root.createGroup("axis_values")
    let rows = index.axisRecords.flatMap { axis in axis.values.map { (axis, $0) } }
    try group.write("axis", rows.map(\.0.name))
    try group.write("kind", rows.map(\.0.kind.rawValue))
    try group.write("is_key", rows.map { UInt8($0.0.isKey ? 1 : 0) })
    try group.write("value", rows.map(\.1.json))
    try group.write("label", rows.map(\.1.label))
    try group.write("is_base", rows.map { UInt8($0.1.isBase ? 1 : 0) })
  }

  /// One row for each published score of each trial.
  private func writeReferences() throws(HDF5Error) {
    let group = try root.createGroup("references")
    let rows = index.trials.enumerated().flatMap { row, trial in
      trial.references.map { (row, $0) }
    }
    try group.write("trial", rows.map { Int64($0.0) })
    try group.write("axis", rows.map(\.1.axis))
    try group.write("source", rows.map(\.1.reference.source))
    try group.write("metric", rows.map(\.1.reference.metric))
    try group.write("score", rows.map(\.1.reference.score))
  }
}
