extension SweepIndex {
  /// Makes the table from the plan and the runs as they are on the disk now.
  ///
  /// A run whose record cannot be read stands in the table as failed, with the reason; a run that
  /// says it is running while no process holds its lease stands as interrupted.
  ///
  /// - Parameter folder: the sweep.
  /// - Returns: one row for each trial of the plan, in its order.
  /// - Throws: ``StoreError`` when the plan cannot be read.
  public static func derive(from folder: SweepFolder) throws(StoreError) -> SweepIndex {
    var cache = RunOverviewCache()
    return try derive(from: folder, using: &cache)
  }

  /// The same, reading only the runs that have changed since `cache` was last used.
  public static func derive(
    from folder: SweepFolder, using cache: inout RunOverviewCache
  ) throws(StoreError) -> SweepIndex {
    let specification = try SweepStore.readSpecification(folder)
    var index = SweepIndex(
      sweepID: specification.sweepID, name: specification.name, axes: specification.axes,
      axisRecords: specification.axisRecords)
    for (row, plan) in specification.trials.enumerated() {
      let run = folder.run(plan.id)
      let standing = try TrialStanding(of: run) { () throws(StoreError) in
        try cache.overview(of: run)
      }
      var trial = TrialRow(
        id: plan.id, number: plan.number, label: plan.label, axisValues: plan.axisValues,
        seed: plan.seed, state: standing.state, reason: standing.reason,
        references: plan.references)
      if let record = standing.record {
        trial.lastStep = record.header.lastStep
        index.add(record.probes, row: row, of: specification.trials.count)
      }
      index.trials.append(trial)
    }
    return index
  }

  /// Adds the final scores of one trial: those of the last step of each probe and subject.
  private mutating func add(_ results: [ProbeResult], row: Int, of count: Int) {
    for result in results {
      let isFinal = !results.contains {
        $0.name == result.name && $0.subject == result.subject && $0.step > result.step
      }
      guard isFinal else { continue }
      for score in result.scores {
        let position =
          scores.firstIndex {
            $0.probe == result.name && $0.subject == result.subject && $0.name == score.name
          } ?? scores.count
        if position == scores.count {
          scores.append(
            ScoreColumn(
              probe: result.name, subject: result.subject, name: score.name, unit: score.unit,
              direction: score.direction, values: Array(repeating: .nan, count: count)))
        }
        scores[position].values[row] = score.value
      }
    }
  }
}
