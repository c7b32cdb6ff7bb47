import Store

/// What the names of evaluated probes in `/probes` stand for: a row for each trial, probe and step.
struct EvaluationTable {
  let results: SweepResults

  var table: MergedTable {
    let rows = results.trials.flatMap { trial in
      trial.evaluations.found.map { (trial: trial.plan.number, value: $0) }
    }
    return MergedTable(
      "/evaluations",
      [
        .init("trial", .int64(rows.map(\.trial))),
        .init("probe", .text(rows.map(\.value.probe))),
        .init("step", .int64(rows.map(\.value.step))),
        .init("parameters", .text(rows.map(\.value.question))),
        .init("data_fingerprint", .text(rows.map(\.value.dataFingerprint))),
        .init("sealed_utc", .text(rows.map(\.value.sealedUTC))),
        .init("folder", .text(rows.map { "evaluations/\($0.value.id)" })),
      ])
  }
}
