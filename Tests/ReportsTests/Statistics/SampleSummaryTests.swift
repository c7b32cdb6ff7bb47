import Foundation
import Reports
import Testing

@Suite struct SampleSummaryTests {
  @Test func noValuesHaveNoMean() {
    let summary = SampleSummary([])
    #expect(summary.count == 0)
    #expect(summary.mean == nil)
    #expect(summary.standardDeviation == nil)
  }

  @Test func oneValueHasNoSpread() {
    let summary = SampleSummary([0.1])
    #expect(summary.mean == 0.1)
    #expect(summary.standardDeviation == nil)
  }

  @Test func deviationDividesByCountMinusOne() {
    // Squares of the distances from 5: 9, 1, 1, 1, 0, 0, 4, 16; together 32.
    let summary = SampleSummary([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(summary.mean == 5)
    #expect(summary.standardDeviation == (32.0 / 7).squareRoot())
  }

  @Test func equalValuesHaveExactlyTheirMeanAndNoSpread() {
    let summary = SampleSummary([0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
    #expect(summary.mean == 0.1)
    #expect(summary.standardDeviation == 0)
  }

  @Test func largeCloseValuesKeepTheirSpread() throws {
    let summary = SampleSummary([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])
    #expect(summary.mean == 1e9 + 10)
    #expect(summary.standardDeviation == 30.0.squareRoot())
  }

  @Test(.enabled(if: TestPython.isExpected, "no Python with numpy"))
  func agreesWithNumpy() throws {
    let values = (0..<50).map { sin(Double($0)) * 10 + Double($0 % 7) }
    let output = try TestPython.output(
      of: """
        import sys, numpy as np
        v = np.array([float(x) for x in sys.argv[1:]])
        print(repr(float(v.mean())), repr(float(v.std(ddof=1))))
        """, arguments: values.map { "\($0)" })
    let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    let summary = SampleSummary(values)
    #expect(numbers.count == 2)
    #expect(abs(summary.mean! - numbers[0]) < 1e-13)
    #expect(abs(summary.standardDeviation! - numbers[1]) < 1e-13)
  }
}
