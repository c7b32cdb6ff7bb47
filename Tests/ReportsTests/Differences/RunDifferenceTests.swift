import Foundation
import Reports
import Store
import Testing

@Suite struct RunDifferenceTests {
  private func record(_ number: Int = 0) throws -> RunRecord {
    try #require(FakeSweep().trials[number].record)
  }

  @Test func aRunDoesNotDifferFromItself() throws {
    let difference = try RunDifference(record(), record())
    #expect(difference.configuration.isEmpty && difference.surroundings.isEmpty)
    #expect(difference.curves == [.equal(stream: "train", rows: 5)])
    #expect(difference.scores.isEmpty)
    #expect(difference.equalScores == 6)
    #expect(
      difference.text() == """
        first   trial-0
        second  trial-0

        The configurations are equal.

        train: all 5 rows are equal.

        6 final scores are equal.

        """)
  }

  @Test func theFirstDifferingStepIsNamedWithItsValues() throws {
    let first = try record()
    var second = first
    second.metrics[0].columns[0].values[2] = 3.5
    second.metrics[0].columns[0].values[3] = 9
    second.configuration.flat[1] = TextEntry("loss.name", "\"direct\"")
    second.configuration.flat.append(TextEntry("loss.distance", "\"mse\""))
    second.provenance.versions = [TextEntry("torch", "2.14.0")]
    second.probes[0].scores[0].value = 20
    let difference = RunDifference(first, second)
    let value = RunDifference.Parting.Value(metric: "loss", unit: "nat", first: 3, second: 3.5)
    let parting = RunDifference.Parting(stream: "train", equalRows: 2, step: 3, values: [value])
    #expect(difference.curves == [RunDifference.Curve.parts(parting)])
    let text = difference.text()
    #expect(
      text.contains(
        """
        configuration  first   second
        ───────────────────────────────
        loss.name      "capi"  "direct"
        loss.distance  –       "mse"
        """), "\(text)")
    #expect(text.contains("version of torch  2.13.0  2.14.0"))
    #expect(
      text.contains(
        """
        train parts at step 3 (2 equal rows before it):
        at step 3  first  second  difference
        ────────────────────────────────────
        loss         3.0     3.5        +0.5
        """), "\(text)")
    #expect(text.contains("knn-segmentation.teacher.mIoU   26.0    20.0          -6"), "\(text)")
    struct Document: Decodable {
      struct Stream: Decodable {
        let step: Int64?
        let equal_rows: Int?
      }
      let streams: [Stream]
    }
    let json = try JSONDecoder().decode(Document.self, from: Data(difference.json().utf8))
    #expect(json.streams[0].step == 3 && json.streams[0].equal_rows == 2)
  }

  @Test func aToleranceForgivesTheLastDigits() throws {
    let first = try record()
    var second = first
    second.metrics[0].columns[0].values[0] *= 1 + 1e-9
    #expect(RunDifference(first, second).curves != [.equal(stream: "train", rows: 5)])
    #expect(
      RunDifference(first, second, tolerance: 1e-6).curves == [.equal(stream: "train", rows: 5)])
  }

  @Test func ratesAreNotCompared() throws {
    var first = try record()
    first.metrics[0].columns.append(
      MetricColumn(name: "images_per_second", values: [1, 2, 3, 4, 5], unit: "1/s"))
    var second = first
    second.metrics[0].columns[4].values[0] = 7
    let difference = RunDifference(first, second)
    #expect(difference.curves == [.equal(stream: "train", rows: 5)])
    #expect(
      difference.text().contains("Not compared, because time never repeats: images_per_second."))
  }

  @Test func aShorterRunAndAMissingStream() throws {
    var sweep = FakeSweep()
    sweep.metricRows = 3
    let short = try #require(sweep.trials[0].record)
    #expect(
      RunDifference(try record(), short).curves == [.lengths(stream: "train", first: 5, second: 3)])
    var without = try record()
    without.metrics = []
    #expect(
      RunDifference(try record(), without).curves == [.missing(stream: "train", inFirst: false)])
  }
}
