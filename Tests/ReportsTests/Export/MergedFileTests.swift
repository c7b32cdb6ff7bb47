import Foundation
import Reports
import Store
import Testing

@Suite struct MergedFileTests {
  @Test func everyRowOfEveryTrialIsThere() throws {
    var sweep = FakeSweep()
    sweep.metricRows = 3000
    let contents = try MergedContents(results: sweep.results)
    let train = try #require(contents.table("/metrics/train"))
    #expect(train.rowCount == 6 * 3000)
    #expect(
      train.columns.map(\.name) == [
        "trial", "step", "epoch", "wall_time", "attempt", "loss", "target_entropy",
        "cluster_usage", "learning_rate",
      ])
    guard case .int64(let trials) = train.columns[0].values,
      case .float64(let losses) = train.columns[5].values
    else {
      Issue.record("columns have their types")
      return
    }
    for (number, trial) in sweep.trials.enumerated() {
      let rows = trials.indices.filter { trials[$0] == Int64(number) }
      #expect(rows.map { losses[$0] } == trial.record?.metrics[0].columns[0].values)
    }
    #expect(contents.table("/trials")?.rowCount == 6)
    // Three subjects with two scores each, in six trials.
    #expect(contents.table("/probes/scores")?.rowCount == 36)
    #expect(contents.table("/probes/confusion")?.rowCount == 6 * 3 * 4)
    #expect(contents.table("/config")?.rowCount == 12)
  }

  @Test func aMetricThatATrialNeverLogsIsNaNThere() throws {
    var trials = FakeSweep().trials
    var record = try #require(trials[2].record)
    record.metrics[0].columns.append(
      MetricColumn(name: "extra", values: [1, 2, 3, 4, 5], unit: "m"))
    trials[2] = SweepTrial(plan: trials[2].plan, record: record)
    let contents = try MergedContents(
      results: SweepResults(specification: FakeSweep().specification, trials: trials))
    let extra = try #require(contents.table("/metrics/train")?.columns.last)
    guard case .float64(let values) = extra.values else { return }
    #expect(extra.name == "extra")
    #expect(values[10..<15] == [1, 2, 3, 4, 5])
    #expect(values[..<10].allSatisfy(\.isNaN) && values[15...].allSatisfy(\.isNaN))
  }

  @Test func theComparisonHoldsCombinationsAndPublishedScores() throws {
    let contents = try MergedContents(
      results: ReferenceTests.results(), reference: "paper")
    let table = try #require(contents.table("/comparison"))
    guard
      case .float64(let scores)? = table.columns.first(where: { $0.name == "reference" })?.values
    else {
      Issue.record("no scores")
      return
    }
    #expect(scores.contains(29.1))
    #expect(throws: ReportError.unknownReference(name: "us", known: ["paper"])) {
      try MergedContents(results: ReferenceTests.results(), reference: "us")
    }
    let grid = try #require(
      MergedContents(results: ComparisonTests.grid.results).table("/comparison"))
    guard case .text(let axes)? = grid.columns.first?.values else {
      Issue.record("no axes")
      return
    }
    #expect(Set(axes) == ["loss", "masking.roll", "combination"])
  }

  @Test func runsThatDisagreeAboutAUnitAreRefused() throws {
    var trials = FakeSweep().trials
    var record = try #require(trials[1].record)
    record.metrics[0].columns[0].unit = "bit"
    trials[1] = SweepTrial(plan: trials[1].plan, record: record)
    let results = SweepResults(specification: FakeSweep().specification, trials: trials)
    #expect(
      throws: ReportError.conflictingColumns(
        stream: "train", column: "loss", first: "nat, lower", second: "bit, lower")
    ) { try MergedContents(results: results) }
  }

  @Test func aMetricCannotTakeTheNameOfAnotherColumn() throws {
    var trials = FakeSweep().trials
    var record = try #require(trials[0].record)
    record.metrics[0].columns[0].name = "trial"
    trials[0] = SweepTrial(plan: trials[0].plan, record: record)
    let results = SweepResults(specification: FakeSweep().specification, trials: trials)
    #expect(throws: ReportError.reservedColumn(stream: "train", column: "trial")) {
      try MergedContents(results: results)
    }
  }

  @Test func theFileHoldsExactlyTheTables() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "merged.h5")
    var sweep = FakeSweep()
    sweep.metricRows = 700
    let contents = try MergedContents(results: sweep.results)
    try MergedFile(contents).write(to: file)
    #expect(try MergedFileReader(path: file.path).difference(from: contents) == nil)
  }

  @Test func aDifferenceIsFoundAndNamed() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "merged.h5")
    try MergedFile(MergedContents(results: FakeSweep().results)).write(to: file)
    let reader = try MergedFileReader(path: file.path)
    var longer = FakeSweep()
    longer.metricRows = 6
    #expect(
      try reader.difference(from: MergedContents(results: longer.results))
        == "the values of /trials/last_step")
    var other = FakeSweep()
    other.settings[0].scores[0] = 26.0.nextUp
    #expect(
      try reader.difference(from: MergedContents(results: other.results))
        == "the values of /probes/scores/value")
  }

  @Test func twoExportsOfOneSweepAreIdenticalToTheByte() throws {
    let folder = try TemporaryFolder()
    let contents = try MergedContents(results: FakeSweep().results)
    for name in ["a.h5", "b.h5"] {
      try MergedFile(contents).write(to: folder.url.appending(path: name))
    }
    let bytes = try ["a.h5", "b.h5"].map {
      try Data(contentsOf: folder.url.appending(path: $0))
    }
    #expect(bytes[0] == bytes[1])
  }

  @Test func aSweepWithoutAnythingFinishedCanStillBeMerged() throws {
    let folder = try TemporaryFolder()
    var sweep = FakeSweep()
    for index in sweep.settings.indices {
      sweep.settings[index].scores = [:]
      sweep.settings[index].unfinished = [0: (.planned, "")]
    }
    let contents = try MergedContents(results: sweep.results)
    #expect(contents.table("/comparison")?.rowCount == 0)
    try MergedFile(contents).write(to: folder.url.appending(path: "merged.h5"))
  }
}
