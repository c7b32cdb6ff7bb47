import Reports
import Testing

@Suite struct PairedTestTests {
  @Test func fewerThanThreePairsGiveNoTest() {
    for choice in PairedTestChoice.allCases {
      #expect(PairedTest([1, 2], choice: choice) == nil)
    }
    #expect(EffectSize([1, 2]) == nil)
    #expect(BootstrapInterval(ofMean: [1, 2]) == nil)
  }

  @Test func autoCountsSignsUpToTwelvePairs() {
    let values = (1...13).map { Double($0) - 4 }
    #expect(PairedTest(Array(values.prefix(12)))?.method == .signFlip)
    #expect(PairedTest(values)?.method == .t)
  }

  /// With one sign, only all signs as they are and all turned are as extreme: 2 of 8.
  @Test func threePairsOfOneSignGiveAQuarter() {
    let test = PairedTest([0.5, 1.25, 0.75])
    #expect(test?.p == 0.25)
    #expect(test?.leastPossible == 0.25)
    #expect(test?.pairs == 3)
  }

  /// Rounding must not make equal sums unequal: 0.1 + 0.2 is not 0.3.
  @Test func sumsEqualUpToRoundingCount() {
    #expect(PairedTest([0.1, 0.2, -0.3], choice: .signFlip)?.p == 1)
  }

  @Test func testsThatDoNotExist() {
    #expect(PairedTest([1, 1, 1], choice: .t) == nil)
    #expect(PairedTest([0, 0, 0], choice: .wilcoxon) == nil)
    #expect(PairedTest([1, 2, .nan]) == nil)
    #expect(PairedTest([0, 0, 0], choice: .signFlip)?.p == 1)
    #expect(EffectSize([1, 1, 1]) == nil)
  }

  @Test func intervalsAreRepeatableAndInsideTheValues() throws {
    let values = [3.0, 4.5, 9.25, 5.5]
    let interval = try #require(BootstrapInterval(ofMean: values))
    #expect(BootstrapInterval(ofMean: values) == interval)
    #expect(interval.lower >= 3 && interval.upper <= 9.25 && interval.lower < interval.upper)
    // Shifting the values shifts the interval by exactly as much.
    #expect(BootstrapInterval(ofMean: [7, 7, 7]).map { [$0.lower, $0.upper] } == [7, 7])
  }

  @Test func missingTestsDoNotCountInHolmsFamily() {
    #expect(HolmCorrection.adjusted([nil, 0.02, nil, 0.25]) == [nil, 0.04, nil, 0.25])
    #expect(HolmCorrection.adjusted([]) == [])
  }

  @Test func orderingsWithoutOrderHaveNoCorrelation() {
    #expect(RankCorrelation([1], [1]) == nil)
    #expect(RankCorrelation([1, 1], [1, 2]) == nil)
    #expect(RankCorrelation([1, 2], [1]) == nil)
  }
}
