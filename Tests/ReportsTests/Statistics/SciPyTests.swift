import Foundation
import Reports
import Testing

/// Our statistics against SciPy's on fixed data; `Fixtures/make-statistics` made the values.
@Suite struct SciPyTests {
  private struct Fixture: Decodable {
    struct Paired: Decodable {
      let name: String
      let differences: [Double]
      let t: Double
      let signFlip: Double?
      let wilcoxon: Double
      let wilcoxonKind: String
      let cohensD: Double
      let hedgesG: Double
      let bootstrap: [Double]
    }
    struct Holm: Decodable {
      let p: [Double]
      let adjusted: [Double]
    }
    struct Kendall: Decodable {
      let first: [Double]
      let second: [Double]
      let tau: Double
    }
    let incompleteBeta: [[Double]]
    let tTwoSided: [[Double]]
    let paired: [Paired]
    let holm: [Holm]
    let kendall: [Kendall]
  }

  private let fixture: Fixture

  init() throws {
    let file = try #require(
      Bundle.module.url(forResource: "Fixtures/statistics", withExtension: "json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    fixture = try decoder.decode(Fixture.self, from: Data(contentsOf: file))
  }

  private func isClose(_ value: Double?, _ expected: Double, to digits: Double = 1e-10) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= digits * max(abs(expected), 1e-300)
  }

  @Test func incompleteBeta() {
    #expect(fixture.incompleteBeta.count == 120)
    for row in fixture.incompleteBeta {
      let value = IncompleteBeta.regularised(row[2], a: row[0], b: row[1])
      // Values next to 1 are compared absolutely; all others to ten digits.
      #expect(isClose(value, row[3]) || abs(value - row[3]) < 1e-15, "\(row): \(value)")
    }
  }

  @Test func tailsOfStudentsT() {
    #expect(fixture.tTwoSided.count == 64)
    for row in fixture.tTwoSided {
      let value = StudentT(degrees: row[0]).twoSidedTail(row[1])
      #expect(isClose(value, row[2]), "\(row): \(value)")
      #expect(StudentT(degrees: row[0]).twoSidedTail(-row[1]) == value)
    }
  }

  @Test func pairedTests() throws {
    for item in fixture.paired {
      let t = try #require(PairedTest(item.differences, choice: .t))
      #expect(isClose(t.p, item.t, to: 1e-9), "\(item.name): t \(t.p)")
      let wilcoxon = try #require(PairedTest(item.differences, choice: .wilcoxon))
      #expect(isClose(wilcoxon.p, item.wilcoxon), "\(item.name): Wilcoxon \(wilcoxon.p)")
      #expect(wilcoxon.method.rawValue == "wilcoxon-" + item.wilcoxonKind)
      let signFlip = PairedTest(item.differences, choice: .signFlip)
      if let expected = item.signFlip {
        #expect(
          isClose(signFlip?.p, expected), "\(item.name): signs \(String(describing: signFlip))")
      } else {
        #expect(signFlip == nil)
      }
    }
  }

  @Test func effectSizes() throws {
    for item in fixture.paired {
      let effect = try #require(EffectSize(item.differences))
      #expect(isClose(effect.cohensD, item.cohensD, to: 1e-9), "\(item.name)")
      #expect(isClose(effect.hedgesG, item.hedgesG, to: 1e-9), "\(item.name)")
    }
  }

  /// Other random numbers, so only as close as the number of resamples allows.
  @Test func bootstrapIntervals() throws {
    for item in fixture.paired {
      let interval = try #require(BootstrapInterval(ofMean: item.differences))
      let deviation = try #require(SampleSummary(item.differences).standardDeviation)
      let error = deviation / Double(item.differences.count).squareRoot()
      #expect(abs(interval.lower - item.bootstrap[0]) < 0.08 * error, "\(item.name)")
      #expect(abs(interval.upper - item.bootstrap[1]) < 0.08 * error, "\(item.name)")
    }
  }

  @Test func holmsCorrection() {
    for item in fixture.holm {
      let adjusted = HolmCorrection.adjusted(item.p)
      #expect(zip(adjusted, item.adjusted).allSatisfy { isClose($0, $1) }, "\(adjusted)")
    }
  }

  @Test func rankCorrelation() {
    for item in fixture.kendall {
      let ranks = RankCorrelation(item.first, item.second)
      #expect(isClose(ranks?.tau, item.tau), "\(String(describing: ranks))")
      #expect(ranks?.count == item.first.count)
    }
  }
}
