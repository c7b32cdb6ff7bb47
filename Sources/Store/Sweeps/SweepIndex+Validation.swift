extension SweepIndex {
  func validate(path: String) throws(StoreError) {
    let check = RecordCheck(path: path)
    try check.short("the sweep id", sweepID)
    try check.short("the name", name)
    try check.names("axis", axes)
    try check.names("trial", trials.map(\.id))
    if !axisRecords.isEmpty, axisRecords.map(\.name) != axes {
      throw check.failure("the records of axes are not those of \(axes.joined(separator: ", "))")
    }
    for axis in axisRecords where axis.values.isEmpty {
      throw check.failure("the axis \"\(axis.name)\" has no value, not even the base's")
    }
    for trial in trials {
      try check.rows(
        "trial \"\(trial.id)\" on its axes", axes.count, [("values", trial.axisValues.count)])
    }
    for column in scores {
      for name in [column.probe, column.subject, column.name] { try check.name("score", name) }
      try check.short("the unit of \"\(column.name)\"", column.unit)
      try check.rows(
        "the table of trials", trials.count,
        [("values of \(column.probe)/\(column.subject)/\(column.name)", column.values.count)])
    }
    try check.unique("score", scores.map { "\($0.probe)/\($0.subject)/\($0.name)" })
  }
}
