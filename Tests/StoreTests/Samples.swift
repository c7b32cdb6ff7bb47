import Store

/// Records that hold one of everything.
enum Sample {
  static func header(_ state: RunState = .done) -> RunHeader {
    RunHeader(
      runID: "loss=huber-0", sweepID: "sweep-1", state: state,
      stateReason: "because ü\n" + String(repeating: "long ", count: 2000), complete: true,
      lastStep: 30, createdUTC: "2026-01-31T12:00:00Z", sealedUTC: "2026-01-31T12:05:00Z",
      creatorVersion: "0.1.0")
  }

  static var minimal: RunRecord {
    RunRecord(
      header: RunHeader(
        runID: "r", state: .planned, createdUTC: "2026-01-31T12:00:00Z",
        sealedUTC: "2026-01-31T12:00:00Z", creatorVersion: "0.1.0"))
  }

  static var record: RunRecord {
    RunRecord(
      header: header(), metrics: metrics, probes: probes, labels: labels,
      configuration: ConfigurationRecord(
        json: #"{"loss":{"distance":"huber"},"seed":0}"#, yaml: "# naïve 漢字\nseed: 0\n",
        flat: [TextEntry("seed", "0"), TextEntry("loss.distance", "\"huber\"")]),
      provenance: provenance,
      artifacts: [
        Artifact(
          kind: "checkpoint", path: "checkpoints/step-30.h5", bytes: 1 << 40,
          sha256: String(repeating: "ab", count: 32), step: 30)
      ],
      events: [
        RunEvent(step: 0, wallTime: 0.5, level: .info, text: "begun"),
        RunEvent(step: 12, wallTime: 1.5, level: .warning, text: "schön 🙂\nzweite Zeile"),
      ])
  }

  static var metrics: [MetricStream] {
    [
      MetricStream(
        name: "train", steps: [10, 20, 30], epochs: [0.1, 0.2, 0.3], wallTimes: [1, 2, 3.5],
        attempts: [0, 0, 1],
        columns: [
          MetricColumn(
            name: "loss", values: [3, .nan, 0.1], unit: "nat", longName: "prediction loss",
            direction: .lower),
          MetricColumn(
            name: "grad ∇", values: [-0.0, .infinity, 1e-300], unit: "1",
            longName: "gradient norm", direction: .none),
        ]),
      MetricStream(name: "empty", columns: [MetricColumn(name: "loss", values: [])]),
    ]
  }

  static var probes: [ProbeResult] {
    let grid = HyperparameterGrid(
      columns: [
        .init(name: "k", values: ["1", "10"]), .init(name: "distance", values: ["l2", "cosine"]),
      ], validationScores: [20.5, .nan])
    func result(_ subject: String, _ step: Int64, _ value: Double) -> ProbeResult {
      ProbeResult(
        name: "knn-segmentation", subject: subject, step: step,
        scores: [
          ProbeScore(name: "mIoU", value: value, unit: "%"),
          ProbeScore(name: "error", value: 0.25, unit: "1", direction: .lower),
        ],
        grid: grid, chosen: [TextEntry("k", "1"), TextEntry("distance", "l2")],
        confusion: [[5, 1], [0, 7]], classNames: ["sky", "Straße"], ignoredLabels: [255, -1])
    }
    return [
      result("teacher", 10, 21), result("untrained", 0, 20.5), result("teacher", 30, 26.6),
      ProbeResult(
        name: "knn-classification", subject: "raw-pixels", step: 0,
        scores: [ProbeScore(name: "top1", value: .nan, unit: "%")]),
    ]
  }

  static var labels: [LabelSplit] {
    [
      LabelSplit(
        split: "train", indices: [0, 1], labels: [1, 0], classNames: ["Straße", "sky"],
        sampleIDs: ["a/1.png", "a/2.png"]),
      LabelSplit(split: "validation"),
    ]
  }

  static var provenance: Provenance {
    Provenance(
      arguments: ["capi", "run", "x y.yaml"], environment: [TextEntry("OMP_NUM_THREADS", "2")],
      versions: [TextEntry("capi", "0.1.0"), TextEntry("libtorch", "2.13.0")],
      seeds: [NamedSeed("run", .min), NamedSeed("masking", .max)], host: "höst", cpu: "a CPU",
      dataFingerprint: "f00", gitCommit: "abc", gitDiff: "- a\n+ b\n",
      attempts: [
        RunAttempt(
          number: 0, startedUTC: "2026-01-31T12:00:00Z", host: "höst", processID: 17, firstStep: 0)
      ],
      entries: [TextEntry("note", "ok"), TextEntry("note", "twice is fine")])
  }

  static var specification: SweepSpecification {
    SweepSpecification(
      sweepID: "sweep-1", name: "losses", createdUTC: "2026-01-31T12:00:00Z",
      creatorVersion: "0.1.0", yaml: "ablate: {}\n", baseConfiguration: "{}",
      axes: ["loss.name", "loss.distance"],
      axisRecords: [
        AxisRecord(
          name: "loss.name", kind: .grid, isKey: true,
          values: [.init(json: "\"capi\"", label: "capi", isBase: true)]),
        AxisRecord(
          name: "loss.distance", kind: .ablate, isKey: false,
          values: [
            .init(json: "\"base\"", label: "base", isBase: true),
            .init(json: "\"huber\"", label: "Hüber", isBase: false),
          ]),
      ],
      trials: ["base", "huber", "gone"].enumerated().map { number, label in
        TrialPlan(
          id: "\(label)-0", number: Int64(number), label: label,
          axisValues: ["\"capi\"", "\"\(label)\""], seed: 0,
          overrides: [TextEntry("loss.distance", "\"\(label)\"")],
          configurationSHA256: String(repeating: "0", count: 64),
          references: number == 1
            ? [
              TrialReference(
                axis: "loss.distance",
                reference: ReferenceScore(source: "paper", metric: "mIoU", score: 23.7))
            ] : [])
      })
  }

  static var tensors: TensorFile {
    TensorFile(
      attributes: [
        TensorAttribute("step", .integer(30)), TensorAttribute("lr", .number(.nan)),
        TensorAttribute("kinds", .texts(["ü", ""])), TensorAttribute("dims", .integers([1, 2])),
        TensorAttribute("betas", .numbers([0.9, 0.95]), of: "/optimizer"),
        TensorAttribute("layout", .text("token, channel"), of: "/student/norm.weight"),
      ],
      arrays: [
        NamedArray(
          "/student/norm.weight", shape: [2, 3], values: .float32([1, 2, 3, .nan, -0.0, 6])),
        NamedArray("/optimizer/step", shape: [], values: .int64([.min])),
        NamedArray("/optimizer/moment", shape: [2], values: .float64([0.1, .infinity])),
        NamedArray("/random", shape: [3], values: .uint8([0, 128, 255])),
        NamedArray("/student/none", shape: [0, 4], values: .float32([])),
      ])
  }
}
