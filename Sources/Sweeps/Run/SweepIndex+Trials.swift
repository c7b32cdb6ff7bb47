public import Store

extension SweepIndex {
  /// The table of a sweep, made from its plan and from what its runs have sealed.
  ///
  /// A trial whose record cannot be read counts as failed, with the reason.
  public init(_ specification: SweepSpecification, in folder: SweepFolder) {
    let records = TrialRecords(folder: folder)
    self.init(specification, found: specification.trials.map { records.find($0.id) })
  }

  /// `found` has one entry for each trial of the plan.
  init(_ specification: SweepSpecification, found: [TrialRecords.Found]) {
    self.init(
      sweepID: specification.sweepID, name: specification.name, axes: specification.axes,
      trials: zip(specification.trials, found).map { plan, found in
        TrialRow(
          id: plan.id, number: plan.number, label: plan.label, axisValues: plan.axisValues,
          seed: plan.seed, state: found.state, reason: found.reason,
          lastStep: found.record?.header.lastStep ?? -1)
      }, scores: Self.columns(found.map { $0.record?.probes ?? [] }))
  }

  /// One column for each score of each subject of each probe, in the order in which trials have
  /// them; of several results of one probe the latest step counts.
  private static func columns(_ probes: [[ProbeResult]]) -> [ScoreColumn] {
    var columns: [ScoreColumn] = []
    var places: [[String]: Int] = [:]
    for (trial, results) in probes.enumerated() {
      for result in results.sorted(by: { $0.step < $1.step }) {
        for score in result.scores {
          let key = [result.name, result.subject, score.name]
          if places[key] == nil {
            places[key] = columns.count
            columns.append(
              ScoreColumn(
                probe: result.name, subject: result.subject, name: score.name, unit: score.unit,
                direction: score.direction,
                values: Array(repeating: .nan, count: probes.count)))
          }
          if let place = places[key] { columns[place].values[trial] = score.value }
        }
      }
    }
    return columns
  }
}
