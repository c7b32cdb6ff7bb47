import Reports
import Testing

@Suite struct PairedDifferenceTests {
  @Test func onlyCommonSeedsEnter() {
    let difference = PairedDifference(
      of: [0: 12, 1: 15, 3: 99], against: [0: 10, 1: 11, 2: -5])
    #expect(difference.pairs.map(\.seed) == [0, 1])
    #expect(difference.pairs.map(\.difference) == [2, 4])
    #expect(difference.unpairedSeeds == [2, 3])
    #expect(difference.summary.mean == 3)
    #expect(difference.summary.standardDeviation == 2.0.squareRoot())
  }

  @Test func withoutCommonSeedsThereIsNoMean() {
    let difference = PairedDifference(of: [0: 1], against: [1: 1])
    #expect(difference.summary.count == 0)
    #expect(difference.summary.mean == nil)
    #expect(difference.unpairedSeeds == [0, 1])
  }

  @Test func pairingTakesTheNoiseOfTheSeedsAway() {
    // Values scatter by 100, the difference not at all.
    let base: [Int64: Double] = [0: 0, 1: 100, 2: 200]
    let difference = PairedDifference(of: base.mapValues { $0 + 1 }, against: base)
    #expect(difference.summary.mean == 1)
    #expect(difference.summary.standardDeviation == 0)
  }
}
