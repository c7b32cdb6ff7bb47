import Testing
import Torch

@Suite struct RandomStreamTests {
  @Test func wordsStayWhatTheyAre() {
    // Runs are repeated years later: these words may not change.
    var stream = RandomStream(seed: 1, purpose: "test", index: 2)
    #expect(
      (0..<3).map { _ in stream.next() } == [
        14_755_132_408_120_903_858, 7_407_374_947_947_307_316, 11_151_252_915_976_767_669,
      ])
  }

  @Test func streamsDependOnSeedPurposeAndIndex() {
    var firsts: Set<UInt64> = []
    for seed in 0..<20 as Range<UInt64> {
      for purpose in ["mask", "crop", ""] {
        for index in 0..<20 as Range<UInt64> {
          var stream = RandomStream(seed: seed, purpose: purpose, index: index)
          firsts.insert(stream.next())
        }
      }
    }
    #expect(firsts.count == 20 * 3 * 20)
  }

  @Test func uniformNumbersFillTheirRange() {
    var stream = RandomStream(seed: 4, purpose: "uniform")
    let values = (0..<20_000).map { _ in stream.uniform(in: -2...4) }
    #expect(values.allSatisfy { $0 >= -2 && $0 < 4 })
    let mean = values.reduce(0, +) / 20_000
    #expect(abs(mean - 1) < 0.05)
    #expect(values.min()! < -1.99 && values.max()! > 3.99)
  }

  @Test func firstNumbersOfConsecutiveStreamsAreUniformToo() {
    let values = (0..<20_000).map { index in
      var stream = RandomStream(seed: 0, purpose: "step", index: UInt64(index))
      return stream.uniform()
    }
    let mean = values.reduce(0, +) / 20_000
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20_000
    let lagged = zip(values, values.dropFirst()).map { ($0 - mean) * ($1 - mean) }.reduce(0, +)
    #expect(abs(mean - 0.5) < 0.01)
    #expect(abs(variance - 1.0 / 12) < 0.002)
    #expect(abs(lagged / 20_000 / variance) < 0.03)
  }

  @Test func normalNumbersHaveMeanZeroAndDeviationOne() {
    var stream = RandomStream(seed: 5, purpose: "normal")
    let values = (0..<20_000).map { _ in stream.normal() }
    let mean = values.reduce(0, +) / 20_000
    let variance = values.map { $0 * $0 }.reduce(0, +) / 20_000
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.05)
    let beyondTwo = values.filter { abs($0) > 2 }.count
    #expect((780...1040).contains(beyondTwo))
  }

  @Test func integersAreEquallyLikely() {
    var stream = RandomStream(seed: 6, purpose: "integers")
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<14_000 { counts[stream.integer(below: 7)] += 1 }
    #expect(counts.allSatisfy { (1800...2200).contains($0) })
    #expect(stream.integer(below: 1) == 0)
  }

  @Test func permutationsHoldEveryNumberOnceInEveryPlace() {
    var stream = RandomStream(seed: 7, purpose: "permutation")
    var places = [[Int]](repeating: [0, 0, 0, 0], count: 4)
    for _ in 0..<4000 {
      let order = stream.permutation(4)
      #expect(order.sorted() == [0, 1, 2, 3])
      for (place, value) in order.enumerated() { places[place][value] += 1 }
    }
    #expect(places.joined().allSatisfy { (850...1150).contains($0) })
    #expect(stream.permutation(0).isEmpty)
    #expect(stream.permutation(1) == [0])
  }
}
