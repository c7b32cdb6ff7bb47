import Reports
import Store
import Testing

@Suite struct ComparisonTests {
  private func row(_ label: String, in comparison: Comparison) throws -> Comparison.Row {
    try #require(comparison.rows.first { $0.label == label })
  }

  @Test func rowsAreBaseThenValuesThenBaselines() throws {
    let comparison = try Comparison(of: FakeSweep().results, options: .init(scope: .axis("loss")))
    #expect(comparison.rows.map(\.label) == ["base (capi)", "direct", "untrained", "raw-pixels"])
    #expect(comparison.rows.map(\.kind) == [.base, .value, .baseline, .baseline])
    #expect(comparison.metrics.map(\.name) == ["knn-segmentation.teacher.mIoU"])
  }

  @Test func numbersAreThoseOfAHand() throws {
    let comparison = try Comparison(of: FakeSweep().results, options: .init(scope: .axis("loss")))
    let base = try row("base (capi)", in: comparison).cells[0]
    #expect(base.summary.mean == 27)
    #expect(base.summary.standardDeviation == 2.0.squareRoot())
    #expect(base.difference == nil)
    #expect(base.isBest)
    // Differences -1.5 and -2.5 at seeds 0 and 1.
    let direct = try row("direct", in: comparison).cells[0]
    #expect(direct.summary.mean == 25)
    #expect(direct.difference?.summary.mean == -2)
    #expect(direct.difference?.summary.standardDeviation == 0.5.squareRoot())
    #expect(!direct.isBest)
    // 20.5 and 21.5 against 26 and 28.
    let untrained = try row("untrained", in: comparison).cells[0]
    #expect(untrained.difference?.pairs.map(\.difference) == [-5.5, -6.5])
  }

  @Test func anotherAxisShowsOnlyItsOwnTrials() throws {
    let comparison = try Comparison(
      of: FakeSweep().results, options: .init(scope: .axis("masking.roll")))
    #expect(
      comparison.rows.map(\.label) == ["base (true)", "false", "untrained", "raw-pixels"])
    #expect(comparison.remarks.contains("2 trials vary another axis and belong elsewhere."))
  }

  @Test func withoutAnAxisEverySettingStandsInOneTable() throws {
    let comparison = try Comparison(of: FakeSweep().results)
    #expect(comparison.axis == "setting")
    #expect(
      comparison.rows.map(\.label)
        == ["base", "loss=direct", "masking.roll=false", "untrained", "raw-pixels"])
    #expect(!comparison.remarks.contains { $0.contains("another axis") })
  }

  /// A grid's corner beside its edges.
  static var grid: FakeSweep {
    var sweep = FakeSweep()
    sweep.settings.append(
      .init(
        label: "loss=direct, masking.roll=false", values: ["\"direct\"", "false"],
        scores: [0: 22, 1: 23]))
    return sweep
  }

  @Test func combinationsHaveATableOfTheirOwn() throws {
    let results = Self.grid.results
    #expect(results.scopes == [.axis("loss"), .axis("masking.roll"), .combinations])
    #expect(FakeSweep().results.scopes == [.axis("loss"), .axis("masking.roll")])
    #expect(Self.seedsOnly.results.scopes == [.all])
    let comparison = try Comparison(of: results, options: .init(scope: .combinations))
    #expect(comparison.axis == "combination")
    #expect(
      comparison.rows.map(\.label)
        == ["base", "loss=direct, masking.roll=false", "untrained", "raw-pixels"])
    #expect(comparison.rows[1].cells[0].difference?.summary.mean == -4.5)
    #expect(comparison.remarks.contains("4 trials vary one axis alone and belong elsewhere."))
  }

  @Test func combinationsHaveRowsWhereEveryAxisIsShown() throws {
    let sweep = Self.grid
    let comparison = try Comparison(of: sweep.results)
    #expect(
      comparison.rows.map(\.label)[1...3]
        == ["loss=direct", "masking.roll=false", "loss=direct, masking.roll=false"])
    #expect(comparison.rows.map(\.axis)[1...3] == ["loss", "masking.roll", nil])
    #expect(
      try Comparison(of: sweep.results, options: .init(scope: .axis("loss"))).remarks
        .contains("4 trials vary another axis and belong elsewhere."))
  }

  @Test func aSweepOverSeedsShowsTheBaseBesideItsBaselines() throws {
    let comparison = try Comparison(of: Self.seedsOnly.results)
    #expect(comparison.rows.map(\.label) == ["base", "untrained", "raw-pixels"])
    #expect(comparison.rows[0].seeds == [0, 1])
    #expect(comparison.rows[1].cells[0].difference?.summary.mean == -6)
  }

  private static var seedsOnly: FakeSweep {
    var sweep = FakeSweep()
    sweep.axes = []
    sweep.settings = [.init(label: "base", values: [], scores: [0: 26, 1: 28])]
    return sweep
  }

  @Test func bestFollowsTheDirection() throws {
    let options = ComparisonOptions(
      scope: .axis("loss"), metrics: ["train.loss", "train.target_entropy"])
    let comparison = try Comparison(of: FakeSweep().results, options: options)
    // Losses are equal in both settings: both are best. Entropy has no direction: none is.
    #expect(comparison.rows.map { $0.cells[0].isBest } == [true, true])
    #expect(comparison.rows.map { $0.cells[1].isBest } == [false, false])
    // The last logged loss of seeds 0 and 1: 1.0 and 1.1.
    #expect(comparison.rows[0].cells[0].values == [0: 1.0, 1: 1.1])
  }

  @Test func lossesOfAnotherKindAreNotRanked() throws {
    var sweep = FakeSweep()
    sweep.settings[0].loss = #"{"name":"capi","prototypes":8}"#
    sweep.settings[1].loss = #"{"name":"direct"}"#
    // What it names is what the base has.
    sweep.settings[2].overrides = [TextEntry("loss", #"{"name":"capi","prototypes":8}"#)]
    sweep.settings[2].loss = sweep.settings[0].loss
    let metrics = ["knn-segmentation.teacher.mIoU", "train.loss"]
    let comparison = try Comparison(of: sweep.results, options: .init(metrics: metrics))
    #expect(
      comparison.rows.map(\.label)
        == ["base", "loss=direct", "masking.roll=false", "untrained", "raw-pixels"])
    // Scores are ranked, losses are not.
    #expect(comparison.rows.contains { $0.cells[0].isBest })
    #expect(!comparison.rows.contains { $0.cells[1].isBest })
    #expect(comparison.rows.map { $0.cells[1].isComparable } == [true, false, true, true, true])
    #expect(comparison.rows.allSatisfy { $0.cells[0].isComparable })
    // The roll changes no loss: its difference stays.
    #expect(
      comparison.rows.map { $0.cells[1].difference != nil } == [false, false, true, false, false])
    #expect(comparison.rows[1].cells[0].difference != nil)
    #expect(
      comparison.remarks.contains(
        "train.loss: settings with another loss or target have another scale, so they have no Δ, "
          + "and no row is marked best."))
    #expect(try comparison.json().contains("\"comparable\" : false"))
    // Along the other axis all losses are of one kind.
    let roll = try Comparison(
      of: sweep.results, options: .init(scope: .axis("masking.roll"), metrics: metrics))
    #expect(roll.rows[0].cells[1].isBest)
    #expect(!roll.remarks.contains { $0.contains("another scale") })
  }

  @Test func aBaselineMayBeBest() throws {
    var sweep = FakeSweep()
    sweep.rawPixels = 90
    let comparison = try Comparison(of: sweep.results, options: .init(scope: .axis("loss")))
    #expect(comparison.rows.filter { $0.cells[0].isBest }.map(\.label) == ["raw-pixels"])
  }

  @Test func theLastLoggedValueIsTakenNotTheLastRow() throws {
    var sweep = FakeSweep()
    sweep.metricRows = 4
    let options = ComparisonOptions(scope: .axis("loss"), metrics: ["train.learning_rate"])
    let comparison = try Comparison(of: sweep.results, options: options)
    #expect(comparison.rows[0].cells[0].values == [0: 1e-3, 1: 1e-3])
  }

  @Test func theLastStepOfAProbeCounts() throws {
    var trials = FakeSweep().trials
    var record = try #require(trials[0].record)
    var early = record.probes[0]
    early.step = 2
    early.scores[0].value = 99
    record.probes.append(early)
    trials[0] = SweepTrial(plan: trials[0].plan, record: record)
    let results = SweepResults(specification: FakeSweep().specification, trials: trials)
    let comparison = try Comparison(of: results, options: .init(scope: .axis("loss")))
    #expect(comparison.rows[0].cells[0].values[0] == 26)
  }

  @Test func healthAddsLossEntropyAndUsage() throws {
    let options = ComparisonOptions(scope: .axis("loss"), health: true)
    let comparison = try Comparison(of: FakeSweep().results, options: options)
    #expect(
      comparison.metrics.map(\.name) == [
        "knn-segmentation.teacher.mIoU", "train.loss", "train.target_entropy",
        "train.cluster_usage",
      ])
    // Baselines are not trained: their cells are empty.
    #expect(try row("raw-pixels", in: comparison).cells[1].summary.count == 0)
  }

  @Test func onlyFinishedTrialsEnterAndTheOthersAreStated() throws {
    var sweep = FakeSweep()
    sweep.settings[1].scores[1] = nil
    sweep.settings[1].unfinished = [
      1: (.failed, "the loss became NaN at step 12"), 2: (.planned, ""),
    ]
    let comparison = try Comparison(of: sweep.results, options: .init(scope: .axis("loss")))
    let direct = try row("direct", in: comparison)
    #expect(direct.seeds == [0])
    #expect(direct.cells[0].summary.standardDeviation == nil)
    #expect(direct.cells[0].difference?.summary.mean == -1.5)
    #expect(
      comparison.remarks == [
        "Left out: direct, seed 1 (trial 3): failed: the loss became NaN at step 12.",
        "Left out: direct, seed 2 (trial 4): planned.",
        "The difference of direct rests on seed 0; seed 1 finished on one side only.",
        "untrained, raw-pixels: the same probes on features without training, from the base's "
          + "trials.",
        "n < 3: with so few seeds no test is possible; a difference of the size of the spread "
          + "may be chance.",
        "2 trials vary another axis and belong elsewhere.",
      ])
  }

  @Test func aScoreThatIsNotFiniteIsStatedAndNotAveraged() throws {
    var sweep = FakeSweep()
    sweep.settings[1].scores[1] = .nan
    let comparison = try Comparison(of: sweep.results, options: .init(scope: .axis("loss")))
    #expect(try row("direct", in: comparison).cells[0].values == [0: 24.5])
    #expect(
      comparison.remarks.contains(
        "direct has no finite knn-segmentation.teacher.mIoU for seed 1."))
  }

  @Test func threeSeedsHaveNoRemarkOnTheirNumber() throws {
    var sweep = FakeSweep()
    for index in sweep.settings.indices { sweep.settings[index].scores[2] = 25 }
    let comparison = try Comparison(of: sweep.results, options: .init(scope: .axis("loss")))
    #expect(!comparison.remarks.contains { $0.contains("n < 3") })
  }

  @Test func errors() throws {
    func error(_ sweep: FakeSweep, _ options: ComparisonOptions) -> ReportError? {
      do throws(ReportError) {
        _ = try Comparison(of: sweep.results, options: options)
        return nil
      } catch { return error }
    }
    #expect(
      error(FakeSweep(), .init(scope: .axis("los")))
        == .unknownAxis(name: "los", known: ["loss", "masking.roll"]))
    #expect(error(Self.seedsOnly, .init(scope: .axis("loss"))) == .noAxes(asked: "loss"))
    var unfinished = FakeSweep()
    unfinished.settings = [
      .init(
        label: "base", values: ["\"capi\"", "true"], scores: [:],
        unfinished: [0: (.planned, "")])
    ]
    #expect(error(unfinished, .init(scope: .axis("loss"))) == .nothingFinished(trials: 1))
    guard
      case .unknownMetric(let name, let known) = error(
        FakeSweep(), .init(scope: .axis("loss"), metrics: ["train.los"]))
    else {
      Issue.record("an unknown metric is an error")
      return
    }
    #expect(name == "train.los")
    #expect(
      known.prefix(2) == ["knn-segmentation.teacher.mIoU", "knn-segmentation.teacher.accuracy"])
    #expect(known.contains("train.loss"))
  }

  @Test func twoTrialsOfOneSeedAreRefused() throws {
    var trials = FakeSweep().trials
    var plan = trials[0].plan
    plan.id = "copy"
    plan.number = 9
    trials.append(SweepTrial(plan: plan, record: try #require(trials[0].record)))
    let results = SweepResults(specification: FakeSweep().specification, trials: trials)
    #expect(
      throws: ReportError.duplicateTrials(
        first: "trial-0", second: "copy", setting: "base (capi)", seed: 0)
    ) { try Comparison(of: results, options: .init(scope: .axis("loss"))) }
  }

  @Test func theOrderOfTrialsDoesNotMatter() throws {
    let sweep = FakeSweep()
    let shuffled = SweepResults(
      specification: sweep.specification, trials: sweep.trials.reversed())
    let options = ComparisonOptions(scope: .axis("loss"), health: true)
    #expect(
      try Comparison(of: shuffled, options: options).json()
        == Comparison(of: sweep.results, options: options).json())
  }

  @Test func labelsWithSettingsReadAsTheFileCallsThem() throws {
    var sweep = FakeSweep()
    sweep.settings[0].values[0] = "\"base\""
    sweep.settings[2].values[0] = "\"base\""
    sweep.settings[1].label = "loss={name: direct}"
    sweep.settings[1].values[0] = #"{"name":"direct"}"#
    let comparison = try Comparison(of: sweep.results, options: .init(scope: .axis("loss")))
    #expect(comparison.rows.prefix(2).map(\.label) == ["base", "{name: direct}"])
  }
}
