import Store

/// What the golden set of schema version 2 holds beyond that of version 1. Never change it either.
extension GoldenContent {
  /// The content of a set by its name.
  static func record(of set: String) -> RunRecord { set == "1" ? record : recordOfVersion2 }
  static func specification(of set: String) -> SweepSpecification {
    set == "1" ? specification : specificationOfVersion2
  }

  private static var recordOfVersion2: RunRecord {
    var record = record
    record.header.journalSequence = 71
    record.superseded = [
      SupersededRows(
        attempt: 0,
        metrics: [
          MetricStream(
            name: "train", steps: [30], epochs: [0.3], wallTimes: [2.5], attempts: [0],
            columns: [
              MetricColumn(
                name: "loss", values: [-0.0], unit: "nat", longName: "prediction loss",
                direction: .lower)
            ])
        ])
    ]
    record.provenance.attempts.append(
      RunAttempt(
        number: 1, startedUTC: "2026-01-31T12:03:00Z", host: "höst", processID: 18,
        firstStep: 30))
    return record
  }

  private static var specificationOfVersion2: SweepSpecification {
    var sweep = specification
    sweep.question = "Which distance?"
    sweep.arguments = ["training.steps=30", "probes=[]"]
    sweep.axisRecords = [
      AxisRecord(
        name: "loss.distance", kind: .ablate, isKey: true,
        values: [
          .init(json: "\"base\"", label: "base", isBase: true),
          .init(json: "\"huber\"", label: "Hüber", isBase: false),
        ])
    ]
    sweep.trials[1].references = [
      TrialReference(
        axis: "loss.distance",
        reference: ReferenceScore(source: "paper", metric: "mIoU", score: 23.7))
    ]
    return sweep
  }

  /// A run that was killed before it was sealed again: its record has no row yet.
  static var killed: RunRecord {
    RunRecord(
      header: RunHeader(
        runID: "killed", state: .running, createdUTC: "2026-01-31T12:00:00Z",
        sealedUTC: "2026-01-31T12:00:00Z", creatorVersion: "0.1.0"),
      provenance: Provenance(
        attempts: [
          RunAttempt(
            number: 0, startedUTC: "2026-01-31T12:00:00Z", host: "höst", processID: 17,
            firstStep: 0)
        ]))
  }

  /// What its journal says.
  static func writeJournal(of log: RunLog) throws(StoreError) {
    for step in 0..<3 {
      try log.append(
        to: "train", step: Int64(step), epoch: 0.5, wallTime: Double(step),
        [
          .init("loss", step == 1 ? .nan : 2.5, unit: "nat", direction: .lower),
          .init("grad ∇", -0.0),
        ])
    }
    try log.note(RunEvent(step: 2, wallTime: 2, level: .warning, text: "schön 🙂"))
  }
}
