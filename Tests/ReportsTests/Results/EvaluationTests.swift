import Foundation
import Reports
import Store
import Testing

/// What `capi eval` has measured after the runs of a sweep.
@Suite struct EvaluationTests {
  private let sweep = FakeSweep()
  /// SHA-256 of "data-1\nk=[5]".
  private let name = "knn-segmentation@\(Digest.sha256(Array("data-1\nk=[5]".utf8)).prefix(8))"

  /// The sweep on a disk, with evaluations of the trials whose numbers are given.
  private func folder(
    evaluated: [Int], change: (inout RunRecord) -> Void = { _ in }
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try sweep.write(to: folder.url)
    for trial in sweep.trials where evaluated.contains(Int(trial.plan.number)) {
      var record = sweep.evaluation(of: trial)
      change(&record)
      try write(record, "first", of: trial, in: folder)
    }
    return folder
  }

  private func write(
    _ record: RunRecord, _ id: String, of trial: SweepTrial, in folder: TemporaryFolder
  ) throws {
    let place = SweepFolder(folder.url.path).run(trial.plan.id).evaluation(id)
    try place.create()
    try RunStore.write(record, to: place)
  }

  @Test func theyHaveColumnsOfTheirOwnWhenAskedFor() throws {
    let folder = try folder(evaluated: Array(0..<6))
    let results = try SweepResults(folder: folder.url, reading: .lastValues)
    let plain = try Comparison(of: results, options: .init(scope: .axis("loss")))
    #expect(plain.metrics.map(\.name) == ["knn-segmentation.teacher.mIoU"])
    #expect(
      plain.remarks.last
        == "capi eval has measured more (\(name)): --evaluations adds its columns.")

    let both = try Comparison(of: results, options: .init(scope: .axis("loss"), evaluations: true))
    #expect(
      both.metrics.map(\.name) == ["knn-segmentation.teacher.mIoU", "\(name).teacher.mIoU"])
    #expect(both.rows[0].cells[0].values == [0: 26, 1: 28])
    #expect(both.rows[0].cells[1].values == [0: 36, 1: 38])
    // Baselines come from the evaluation, not from the run.
    #expect(both.rows.last?.label == "raw-pixels")
    #expect(both.rows.last?.cells[1].values == [0: 31.25, 1: 31.25])
    #expect(both.remarks.last == "\(name): asked by capi eval with k=[5], on the data data-1.")

    let named = try Comparison(
      of: results, options: .init(scope: .axis("loss"), metrics: ["\(name).teacher.accuracy"]))
    #expect(named.rows[0].cells[0].values == [0: 62, 1: 66])
  }

  @Test func trialsWithoutOneAreStated() throws {
    let folder = try folder(evaluated: [0, 1, 2])
    let comparison = try Comparison(
      of: SweepResults(folder: folder.url), options: .init(scope: .axis("loss"), evaluations: true))
    #expect(comparison.rows[1].cells[1].values == [0: 34.5])
    #expect(
      comparison.remarks.contains("direct has no finite \(name).teacher.mIoU for seed 1."))
  }

  @Test func ofTwoAnswersAtOneStepTheLaterCountsAndOtherQuestionsHaveOtherNames() throws {
    let folder = try folder(evaluated: [0])
    let trial = sweep.trials[0]
    var later = sweep.evaluation(of: trial, sealed: "2026-02-02T12:00:00Z")
    later.probes[0].scores[0].value = 77
    // Its name sorts before that of the earlier one.
    try write(later, "again", of: trial, in: folder)
    try write(sweep.evaluation(of: trial, k: 9), "other", of: trial, in: folder)
    let first = try SweepResults(folder: folder.url).trials[0]
    #expect(first.evaluations.found.map(\.id) == ["other", "again"])
    #expect(Set(first.evaluations.found.map(\.probe)).count == 2)
    let record = try #require(first.record)
    #expect(record.readings.first { $0.name == "\(name).teacher.mIoU" }?.value == 77)
    // Three subjects of the run, and of each question.
    #expect(record.probes.count == 9)
  }

  @Test func theLastStepCountsOfSeveral() throws {
    let folder = try folder(evaluated: [0])
    let trial = sweep.trials[0]
    var early = sweep.evaluation(of: trial, step: 2, sealed: "2026-02-03T12:00:00Z")
    early.probes[0].scores[0].value = 1
    try write(early, "early", of: trial, in: folder)
    let record = try #require(try SweepResults(folder: folder.url).trials[0].record)
    #expect(record.readings.first { $0.name == "\(name).teacher.mIoU" }?.value == 36)
  }

  @Test func whatCannotBeUsedIsSaid() throws {
    let folder = try folder(evaluated: [0]) { record in
      record.header.state = .interrupted
      record.header.stateReason = "stopped before all probes were done"
    }
    let place = SweepFolder(folder.url.path).run("trial-2").evaluation("cut")
    try place.create()
    try Data([1, 2, 3]).write(to: URL(filePath: place.recordPath))
    let results = try SweepResults(folder: folder.url)
    let comparison = try Comparison(
      of: results, options: .init(scope: .axis("loss"), evaluations: true))
    #expect(comparison.metrics.count == 1)
    let stopped = SweepFolder(folder.url.path).run("trial-0").evaluation("first").path
    #expect(
      comparison.remarks.prefix(2) == [
        "Left out: \(stopped): interrupted: stopped before all probes were done.",
        "Left out: \(place.recordPath): is cut short: it has 3 bytes and no seal.",
      ])
    // The trials themselves are as good as before.
    #expect(results.trials.allSatisfy { $0.state == .done })
    let target = folder.url.appending(path: "out/losses")
    let summary = try Exporter(sweepFolder: folder.url, destination: target).export()
    #expect(summary.text.contains("\nLeft out: \(place.recordPath): is cut short"))
  }

  @Test func theyAreExported() throws {
    let folder = try folder(evaluated: [0, 3])
    let target = folder.url.appending(path: "out/losses")
    let summary = try Exporter(sweepFolder: folder.url, destination: target).export()
    #expect(summary.files.contains("evaluations.csv"))
    let lines = try folder.text("out/losses/evaluations.csv").components(separatedBy: "\r\n")
    #expect(
      lines == [
        "trial,probe,step,parameters,data_fingerprint,sealed_utc,folder",
        "0,\(name),5,k=[5],data-1,2026-02-01T12:00:00Z,evaluations/first",
        "3,\(name),5,k=[5],data-1,2026-02-01T12:00:00Z,evaluations/first", "",
      ])
    #expect(
      try folder.text("out/losses/probes.csv")
        .contains("0,\(name),teacher,5,mIoU,36.0,%,higher\r\n"))
    #expect(try folder.text("out/losses/comparison.csv").contains(",\(name).teacher.mIoU,"))
    // An export of a sweep without them leaves no file of earlier ones.
    let exporter = Exporter(sweepFolder: folder.url, destination: target)
    let again = try exporter.export(sweep.results)
    #expect(!again.files.contains("evaluations.csv"))
    #expect(!FileManager.default.fileExists(atPath: target.appending(path: "evaluations.csv").path))
  }

  @Test(.enabled(if: TestPython.isExpected, "no Python with SciPy"))
  func theNotebooksComputeThemAgain() throws {
    let folder = try folder(evaluated: Array(0..<6))
    let target = folder.url.appending(path: "out/losses")
    let summary = try Exporter(
      sweepFolder: folder.url, destination: target, execute: true, python: TestPython.required()
    ).export()
    #expect(summary.files.contains("losses-losses.html"))
  }
}
