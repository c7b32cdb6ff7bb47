import Store

/// What the golden files hold. Never change it: add a new one for a new version.
enum GoldenContent {
  static var record: RunRecord {
    RunRecord(
      header: RunHeader(
        runID: "loss=huber-0", sweepID: "sweep-ü", state: .interrupted,
        stateReason: "stopped after 30 steps", lastStep: 30,
        createdUTC: "2026-01-31T12:00:00Z", sealedUTC: "2026-01-31T12:05:00Z",
        creatorVersion: "0.1.0"),
      metrics: [
        MetricStream(
          name: "train", steps: [10, 20, 30], epochs: [0.1, 0.2, 0.3], wallTimes: [1, 2, 3.5],
          attempts: [0, 0, 1],
          columns: [
            MetricColumn(
              name: "loss", values: [3, .nan, -0.0], unit: "nat", longName: "prediction loss",
              direction: .lower),
            MetricColumn(name: "grad ∇", values: [1e-300, .infinity, 2], direction: .none),
          ]),
        MetricStream(name: "empty", columns: [MetricColumn(name: "loss", values: [])]),
      ],
      probes: [
        ProbeResult(
          name: "knn-segmentation", subject: "teacher", step: 30,
          scores: [ProbeScore(name: "mIoU", value: 26.6, unit: "%")],
          grid: HyperparameterGrid(
            columns: [.init(name: "k", values: ["1", "10"])], validationScores: [20.5, .nan]),
          chosen: [TextEntry("k", "1")], confusion: [[5, 1], [0, 7]],
          classNames: ["sky", "Straße"], ignoredLabels: [255])
      ],
      labels: [
        LabelSplit(
          split: "train", indices: [0, 1], labels: [1, 0], classNames: ["Straße", "sky"],
          sampleIDs: ["a/1.png", "a/2.png"])
      ],
      configuration: ConfigurationRecord(
        json: #"{"seed":0}"#, yaml: "# 漢字\nseed: 0\n", flat: [TextEntry("seed", "0")]),
      provenance: Provenance(
        arguments: ["capi", "run", "x y.yaml"], environment: [TextEntry("OMP_NUM_THREADS", "2")],
        versions: [TextEntry("capi", "0.1.0")], seeds: [NamedSeed("run", .max)], host: "höst",
        cpu: "a CPU", dataFingerprint: "f00", gitCommit: "abc", gitDiff: "- a\n+ b\n",
        attempts: [
          RunAttempt(
            number: 0, startedUTC: "2026-01-31T12:00:00Z", host: "höst", processID: 17,
            firstStep: 0)
        ],
        entries: [TextEntry("note", "ok")]),
      artifacts: [
        Artifact(
          kind: "checkpoint", path: "checkpoints/step-30.h5", bytes: 1 << 40,
          sha256: String(repeating: "ab", count: 32), step: 30)
      ],
      events: [RunEvent(step: 12, wallTime: 1.5, level: .warning, text: "schön 🙂\nzwei")])
  }

  static var tensors: TensorFile {
    TensorFile(
      attributes: [
        TensorAttribute("step", .integer(30)),
        TensorAttribute("betas", .numbers([0.9, .nan]), of: "/optimizer"),
        TensorAttribute("layout", .text("token, channel"), of: "/student/norm.weight"),
      ],
      arrays: [
        NamedArray("/optimizer/step", shape: [], values: .int64([.min])),
        NamedArray("/random", shape: [3], values: .uint8([0, 128, 255])),
        NamedArray("/student/none", shape: [0, 4], values: .float32([])),
        NamedArray("/student/norm.weight", shape: [2, 2], values: .float32([1, .nan, -0.0, 6])),
      ])
  }

  static var specification: SweepSpecification {
    SweepSpecification(
      sweepID: "sweep-ü", name: "losses", createdUTC: "2026-01-31T12:00:00Z",
      creatorVersion: "0.1.0", yaml: "ablate: {}\n", baseConfiguration: "{}",
      axes: ["loss.distance"],
      trials: ["base", "huber"].enumerated().map { number, label in
        TrialPlan(
          id: "\(label)-0", number: Int64(number), label: label, axisValues: ["\"\(label)\""],
          seed: 0, overrides: [TextEntry("loss.distance", "\"\(label)\"")],
          configurationSHA256: String(repeating: "0", count: 64))
      })
  }

  static func features(_ precision: FeatureLayout.Precision) -> (FeatureLayout, FeatureBlock) {
    let layout = FeatureLayout(
      images: 2, rows: 1, columns: 2, channels: 3, precision: precision, hasLabels: true,
      pixelLabelSize: 2)
    let values: [Float] = [0, -0.0, 1, 2, 3, 65504, 0.1, -5, 6, 7, 8, 9]
    return (
      layout,
      FeatureBlock(
        values: precision == .float32 ? .float32(values) : .rounded(values), indices: [0, 7],
        labels: [1, 0], pixelLabels: [0, 1, 2, 255, 4, 5, 6, 7])
    )
  }

  static let about = [TextEntry("run_id", "loss=huber-0"), TextEntry("subject", "teacher")]
}
