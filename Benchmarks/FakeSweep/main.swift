import ArgumentParser
import Foundation
import Store
import Torch

/// Writes a sweep as `capi sweep run` leaves it, with made-up numbers: to measure how reading,
/// comparing, exporting and reporting grow with the number of trials.
struct FakeSweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fake-sweep", abstract: "Write a sweep with made-up numbers, for benchmarks.")

  @ArgumentParser.Argument(help: "The folder to write; it must not exist.")
  var folder: String

  @Option(help: "Trials; the last one has failed.")
  var trials = 1000

  @Option(help: "Logged rows of each trial.")
  var rows = 1000

  @Option(help: "Seeds of each setting.")
  var seeds = 5

  @Option(help: "Axes; settings are spread over them evenly.")
  var axes = 5

  func validate() throws {
    if trials < 2 || rows < 1 || seeds < 1 || axes < 1 {
      throw ValidationError("--trials takes 2 or more, the others 1 or more")
    }
  }

  func run() throws {
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw ValidationError("\(folder) exists")
    }
    let maker = FakeTrials(rows: rows, seeds: seeds, axes: (0..<axes).map { "axis-\($0)" })
    let plans = (0..<trials).map(maker.plan)
    let sweep = SweepFolder(folder)
    try sweep.create()
    try SweepStore.write(
      SweepSpecification(
        sweepID: "fake", name: "fake", createdUTC: "2026-01-31T12:00:00Z",
        creatorVersion: "benchmark",
        yaml: "# How does reading grow with the number of trials?\n# Made-up numbers.\n",
        baseConfiguration: FakeTrials.configuration(seed: 0).json, axes: maker.axes, trials: plans),
      to: sweep)
    for plan in plans {
      let run = sweep.run(plan.id)
      try run.create()
      try RunStore.write(maker.record(plan, isFailed: plan.number == trials - 1), to: run)
    }
    print("\(folder): \(trials) trials of \(rows) rows")
  }
}

/// The plans and records of a made-up sweep.
struct FakeTrials {
  let rows: Int
  let seeds: Int
  let axes: [String]

  static let metrics = [
    "loss", "clustering_loss", "target_entropy", "cluster_usage", "gradient_norm",
    "clustering_gradient_norm", "learning_rate", "teacher_momentum", "sinkhorn_marginal_error",
    "feature_std", "feature_rank", "images_per_second",
  ]

  /// The setting's place decides its axis, so that values are spread evenly; setting 0 is the base.
  func plan(_ number: Int) -> TrialPlan {
    let setting = number / seeds
    let axis = setting == 0 ? nil : (setting - 1) % axes.count
    let value = "value-\(setting)"
    return TrialPlan(
      id: String(format: "%032x", number + 1), number: Int64(number),
      label: axis.map { "\(axes[$0])=\(value)" } ?? "base",
      axisValues: axes.indices.map { $0 == axis ? "\"\(value)\"" : "\"base\"" },
      seed: Int64(number % seeds), overrides: axis.map { [TextEntry(axes[$0], value)] } ?? [],
      configurationSHA256: "")
  }

  func record(_ plan: TrialPlan, isFailed: Bool) -> RunRecord {
    var stream = RandomStream(seed: 1, purpose: "fake-sweep", index: UInt64(plan.number))
    let setting = Double(Int(plan.number) / seeds)
    let steps = (1...rows).map(Int64.init)
    let columns = Self.metrics.enumerated().map { place, name in
      MetricColumn(
        name: name,
        values: steps.map { step in
          let fall = Double(place + 1) * exp(-Double(step) / Double(rows) * 2)
          return fall + 0.05 * stream.normal() + setting / 1000
        },
        unit: name == "images_per_second" ? "1/s" : name.hasSuffix("loss") ? "nat" : "1",
        longName: name.replacing("_", with: " "),
        direction: name.hasSuffix("loss") ? .lower : .none)
    }
    let scores = ["teacher", "untrained", "raw-pixels"].map { subject in
      ProbeResult(
        name: "knn-segmentation", subject: subject, step: subject == "teacher" ? Int64(rows) : 0,
        scores: [
          ProbeScore(
            name: "mIoU", value: 20 + setting.truncatingRemainder(dividingBy: 11) + stream.normal(),
            unit: "%"),
          ProbeScore(name: "accuracy", value: 60 + stream.normal(), unit: "%"),
        ],
        grid: HyperparameterGrid(
          columns: [.init(name: "k", values: ["1", "3", "10", "30"])],
          validationScores: (0..<4).map { _ in 20 + stream.normal() }),
        chosen: [TextEntry("k", "10")],
        confusion: (0..<10).map { _ in (0..<10).map { _ in Int64(stream.integer(below: 1000)) } },
        classNames: (0..<10).map { "class-\($0)" })
    }
    return RunRecord(
      header: RunHeader(
        runID: plan.id, sweepID: "fake", state: isFailed ? .failed : .done,
        stateReason: isFailed ? "the loss is NaN at step 12" : "", complete: !isFailed,
        lastStep: Int64(rows), createdUTC: "2026-01-31T12:00:00Z",
        sealedUTC: "2026-01-31T12:05:00Z", creatorVersion: "benchmark"),
      metrics: [
        MetricStream(
          name: "train", steps: steps, epochs: steps.map { Double($0) / 100 },
          wallTimes: steps.map { Double($0) * 0.11 }, attempts: steps.map { _ in 0 },
          columns: columns)
      ],
      probes: scores, configuration: Self.configuration(seed: plan.seed),
      provenance: Provenance(
        arguments: ["capi", "run"], versions: [TextEntry("torch", "2.13.0")],
        seeds: [NamedSeed("run", plan.seed)], host: "fake", cpu: "fake"),
      events: [RunEvent(step: 0, wallTime: 0, level: .info, text: "made up")])
  }

  static func configuration(seed: Int64) -> ConfigurationRecord {
    let flat =
      [TextEntry("seed", "\(seed)")]
      + (0..<60).map { TextEntry("section-\($0 / 10).key-\($0)", "\($0)") }
    let members = flat.map { "\"\($0.key)\":\($0.text)" }.sorted().joined(separator: ",")
    return ConfigurationRecord(json: "{\(members)}", yaml: "seed: \(seed)\n", flat: flat)
  }
}

FakeSweepCommand.main()
