import Foundation
import Reports
import Store

/// Makes up the plan and the records of a sweep, with numbers that can be checked by hand.
struct FakeSweep {
  /// One setting: its value on each axis as JSON text, and the mIoU (%) of each seed.
  struct Setting {
    var label: String
    var values: [String]
    var scores: [Int64: Double]
    /// Seeds that did not finish, with their state and reason.
    var unfinished: [Int64: (state: RunState, reason: String)] = [:]
    /// What it sets; the base sets nothing.
    var overrides = [TextEntry("x", "1")]
    /// The loss in its configuration, as JSON; none where nothing is asked of it.
    var loss: String?
  }

  var axes = ["loss", "masking.roll"]
  var yaml = "# Which loss learns most in a short run?\n# Expectation: capi.\nbase: x.yaml\n"
  var baseConfiguration = #"{"question":"asked in the base"}"#
  var settings = [
    Setting(label: "base", values: ["\"capi\"", "true"], scores: [0: 26.0, 1: 28.0]),
    Setting(
      label: "loss=direct", values: ["\"direct\"", "true"], scores: [0: 24.5, 1: 25.5]),
    Setting(
      label: "masking.roll=false", values: ["\"capi\"", "false"], scores: [0: 27.25, 1: 27.75]),
  ]
  var metricRows = 5
  var rawPixels: Double? = 21.25
  var untrained: Double? = 20.5

  var results: SweepResults {
    SweepResults(specification: specification, trials: trials)
  }

  var specification: SweepSpecification {
    SweepSpecification(
      sweepID: "sweep-1", name: "losses", createdUTC: "2026-01-31T12:00:00Z",
      creatorVersion: "0.1", yaml: yaml,
      arguments: ["training.steps=5", "probes=[]"], baseConfiguration: baseConfiguration,
      axes: axes,
      trials: trials.map(\.plan))
  }

  var trials: [SweepTrial] {
    var trials: [SweepTrial] = []
    for setting in settings {
      for seed in Set(setting.scores.keys).union(setting.unfinished.keys).sorted() {
        let plan = TrialPlan(
          id: "trial-\(trials.count)", number: Int64(trials.count), label: setting.label,
          axisValues: setting.values, seed: seed,
          overrides: setting.label == "base" ? [] : setting.overrides,
          configurationSHA256: "")
        if let unfinished = setting.unfinished[seed] {
          trials.append(
            SweepTrial(plan: plan, state: unfinished.state, reason: unfinished.reason))
        } else {
          let score = setting.scores[seed] ?? .nan
          var record = record(plan, score: score)
          if let loss = setting.loss {
            record.configuration.json = #"{"loss":\#(loss),"seed":\#(seed)}"#
          }
          trials.append(SweepTrial(plan: plan, record: record))
        }
      }
    }
    return trials
  }

  private func record(_ plan: TrialPlan, score: Double) -> RunRecord {
    RunRecord(
      header: RunHeader(
        runID: plan.id, sweepID: "sweep-1", state: .done, complete: true,
        lastStep: Int64(metricRows), createdUTC: "2026-01-31T12:00:00Z",
        sealedUTC: "2026-01-31T12:05:00Z", creatorVersion: "0.1"),
      metrics: [stream(plan)], probes: probes(plan, score: score),
      configuration: ConfigurationRecord(
        json: #"{"seed":\#(plan.seed)}"#, yaml: "seed: \(plan.seed)\n",
        flat: [
          TextEntry("seed", "\(plan.seed)"), TextEntry("loss.name", plan.axisValues.first ?? ""),
        ]),
      provenance: Provenance(
        arguments: ["capi", "run"], versions: [TextEntry("torch", "2.13.0")],
        seeds: [NamedSeed("run", plan.seed)], host: "näher"),
      artifacts: [
        Artifact(
          kind: "checkpoint", path: "checkpoints/step-5.h5", bytes: 12,
          sha256: String(repeating: "a", count: 64), step: 5)
      ],
      events: [RunEvent(step: 0, wallTime: 0, level: .info, text: "begins, \"so\"\nhere")])
  }

  /// The loss falls from 5 by one a row, shifted by the seed; the rate is logged in even rows.
  private func stream(_ plan: TrialPlan) -> MetricStream {
    let rows = 0..<metricRows
    return MetricStream(
      name: "train", steps: rows.map { Int64($0 + 1) }, epochs: rows.map { Double($0) / 4 },
      wallTimes: rows.map { Double($0) * 0.1 }, attempts: rows.map { _ in 0 },
      columns: [
        MetricColumn(
          name: "loss", values: rows.map { 5 - Double($0) + Double(plan.seed) / 10 },
          unit: "nat", longName: "training loss", direction: .lower),
        MetricColumn(
          name: "target_entropy", values: rows.map { 2 - Double($0) / 8 }, unit: "nat",
          longName: "target entropy"),
        MetricColumn(
          name: "cluster_usage", values: rows.map { 0.5 + Double($0) / 16 }, unit: "1",
          longName: "share of clusters in use"),
        MetricColumn(
          name: "learning_rate", values: rows.map { $0.isMultiple(of: 2) ? 1e-3 : .nan }),
      ])
  }

  private func probes(_ plan: TrialPlan, score: Double) -> [ProbeResult] {
    var probes = [probe("teacher", step: 5, score: score)]
    if let untrained {
      probes.append(probe("untrained", step: 0, score: untrained + Double(plan.seed)))
    }
    if let rawPixels { probes.append(probe("raw-pixels", step: 0, score: rawPixels)) }
    return probes
  }

  private func probe(_ subject: String, step: Int64, score: Double) -> ProbeResult {
    ProbeResult(
      name: "knn-segmentation", subject: subject, step: step,
      scores: [
        ProbeScore(name: "mIoU", value: score, unit: "%"),
        ProbeScore(name: "accuracy", value: score * 2, unit: "%"),
      ],
      grid: HyperparameterGrid(
        columns: [.init(name: "k", values: ["1", "10"])], validationScores: [score - 2, score - 1]),
      chosen: [TextEntry("k", "10")], confusion: [[3, 1], [0, 4]], classNames: ["sky", "tree"],
      ignoredLabels: [255])
  }

  /// What `capi eval` leaves beside a trial: the same probe with another k, 10 above the run's own.
  func evaluation(
    of trial: SweepTrial, k: Int = 5, step: Int64 = 5, sealed: String = "2026-02-01T12:00:00Z"
  ) -> RunRecord {
    let own = trial.record?.probes ?? []
    return RunRecord(
      header: RunHeader(
        runID: "evaluation of \(trial.plan.id)", state: .done, complete: true, lastStep: step,
        createdUTC: sealed, sealedUTC: sealed, creatorVersion: "0.1"),
      probes: own.map { result in
        var result = result
        if result.step > 0 { result.step = step }
        for score in result.scores.indices { result.scores[score].value += 10 }
        return result
      },
      configuration: ConfigurationRecord(
        flat: [
          TextEntry("seed", "\(trial.plan.seed)"), TextEntry("probes.0.name", "\"other\""),
          TextEntry("probes.1.name", "\"knn-segmentation\""), TextEntry("probes.1.k", "[\(k)]"),
        ]),
      provenance: Provenance(dataFingerprint: "data-1"))
  }

  /// Writes the sweep as `capi sweep run` leaves it.
  func write(to folder: URL) throws {
    let sweep = SweepFolder(folder.path)
    try sweep.create()
    try SweepStore.write(specification, to: sweep)
    for trial in trials {
      guard let record = trial.record else { continue }
      try sweep.run(trial.plan.id).create()
      try RunStore.write(record, to: sweep.run(trial.plan.id))
    }
  }
}
