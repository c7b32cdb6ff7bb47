import Reports
import Store
import Testing

@Suite struct SelectionTests {
  /// Each trial's teacher is also probed at step 2: better on validation, worse on test.
  private func results(validation: [Double] = [90]) throws -> SweepResults {
    let trials = try FakeSweep().trials.map { trial -> SweepTrial in
      var record = try #require(trial.record)
      var early = record.probes[0]
      early.step = 2
      early.scores[0].value = 10 + Double(trial.plan.seed)
      early.grid = HyperparameterGrid(
        columns: [.init(name: "k", values: validation.map { _ in "1" })],
        validationScores: validation)
      record.probes.insert(early, at: 0)
      return SweepTrial(plan: trial.plan, record: record)
    }
    return SweepResults(specification: FakeSweep().specification, trials: trials)
  }

  @Test func theLastStepCountsUnlessAskedOtherwise() throws {
    let comparison = try Comparison(of: results())
    #expect(comparison.rows[0].cells[0].values == [0: 26, 1: 28])
    #expect(comparison.remarks.contains("Scores are those of each probe's last step."))
  }

  @Test func theBestStepOnValidationCountsWithItsTestScore() throws {
    let comparison = try Comparison(of: results(), options: .init(selection: .bestOnValidation))
    #expect(comparison.rows[0].cells[0].values == [0: 10, 1: 11])
    #expect(
      comparison.remarks.contains(
        "Scores are those of the step that was best on the validation split (step 2)."))
    // Worse on validation than the last step: 26 - 1 and 28 - 1.
    let last = try Comparison(
      of: results(validation: [3, 4]), options: .init(selection: .bestOnValidation))
    #expect(last.rows[0].cells[0].values == [0: 26, 1: 28])
  }

  @Test func withoutValidationScoresThereIsNothingToChooseBy() throws {
    #expect(
      throws: ReportError.noValidationScores(trial: "trial-0", probe: "knn-segmentation")
    ) {
      try Comparison(of: results(validation: []), options: .init(selection: .bestOnValidation))
    }
  }
}
