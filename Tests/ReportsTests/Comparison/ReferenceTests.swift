import Reports
import Store
import Testing

@Suite struct ReferenceTests {
  /// The paper's order along `loss` is ours; along `masking.roll` it is reversed.
  static func results(metric: String = "mIoU") -> SweepResults {
    let scores: [String: [(String, Double)]] = [
      "base": [("", 29.1)], "loss=direct": [("loss", 23.7)],
      "masking.roll=false": [("masking.roll", 27.2)],
    ]
    let trials = FakeSweep().trials.map { trial -> SweepTrial in
      var plan = trial.plan
      plan.references = (scores[plan.label] ?? []).map { axis, score in
        TrialReference(
          axis: axis, reference: ReferenceScore(source: "paper", metric: metric, score: score))
      }
      return SweepTrial(plan: plan, state: trial.state, record: trial.record)
    }
    return SweepResults(specification: FakeSweep().specification, trials: trials)
  }

  @Test func publishedScoresStandBesideOurs() throws {
    let comparison = try Comparison(of: Self.results(), options: .init(reference: "paper"))
    #expect(comparison.rows.map { $0.cells[0].reference } == [29.1, 23.7, 27.2, nil, nil])
    let header = comparison.terminalTable().split(separator: "\n")[0]
    #expect(header.split(separator: " ").suffix(2) == ["Δ", "paper"])
    #expect(comparison.csv().contains(",29.1,"))
  }

  /// Ours: base 27, direct 25, no roll 27.5.
  @Test func orderingsAreComparedAlongEachAxisAndOverall() throws {
    let comparison = try Comparison(of: Self.results(), options: .init(reference: "paper"))
    let agreements = try #require(comparison.reference?.agreements)
    #expect(agreements.map(\.axis) == ["loss", "masking.roll", nil])
    #expect(agreements.map(\.count) == [2, 2, 3])
    #expect(agreements.map(\.tau) == [1, -1, 1.0 / 3])
    #expect(
      comparison.remarks.contains(
        "Kendall's τ-b between the order of our knn-segmentation.teacher.mIoU and that of paper: "
          + "loss +1.00 (2 settings), masking.roll -1.00 (2 settings), overall +0.33 (3 settings).")
    )
  }

  @Test(arguments: ["knn-segmentation/mIoU", "ade20k_knn_miou", "mIoU"])
  func aMetricIsKnownByItsWords(name: String) throws {
    let comparison = try Comparison(
      of: Self.results(metric: name), options: .init(reference: "paper"))
    #expect(comparison.rows[0].cells[0].reference == 29.1)
  }

  @Test(arguments: ["in1k_attentive_top1", "ade20k_linear_miou", "knn", "miou_knn"])
  func otherWordsAreOtherMetrics(name: String) throws {
    let comparison = try Comparison(
      of: Self.results(metric: name), options: .init(reference: "paper"))
    #expect(comparison.rows[0].cells[0].reference == nil)
  }

  @Test func aScoreOfAnotherMetricDoesNotStandBesideOurs() throws {
    let comparison = try Comparison(
      of: Self.results(),
      options: .init(metrics: ["knn-segmentation.teacher.accuracy"], reference: "paper"))
    #expect(comparison.rows.allSatisfy { $0.cells[0].reference == nil })
    #expect(
      comparison.remarks.contains {
        $0.hasPrefix("No Kendall's τ: fewer than two settings have both")
      })
  }

  @Test func anUnknownSourceIsNamed() throws {
    #expect(throws: ReportError.unknownReference(name: "papr", known: ["paper"])) {
      try Comparison(of: Self.results(), options: .init(reference: "papr"))
    }
    #expect(
      "\(ReportError.unknownReference(name: "papr", known: ["paper"]))"
        == "the sweep has no published scores of 'papr'. Did you mean 'paper'? Known sources: "
        + "paper.")
    #expect(
      "\(ReportError.unknownReference(name: "paper", known: []))"
        == "the sweep has no published scores of 'paper'. Its file states none: see `reference:` "
        + "in docs/sweeps.md.")
  }
}
