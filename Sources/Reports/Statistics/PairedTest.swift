import Foundation

/// Which test decides whether paired differences could be chance.
public enum PairedTestChoice: String, Sendable, CaseIterable, Codable {
  /// The exact sign-flip test for up to ``PairedTest/exactLimit`` pairs, Student's t beyond.
  case auto
  /// Every way of giving signs to the differences, counted.
  case signFlip = "sign-flip"
  /// Student's t on the differences.
  case t
  /// Wilcoxon's signed-rank test.
  case wilcoxon
}

/// A two-sided test of the hypothesis that paired differences lie evenly around zero.
public struct PairedTest: Sendable, Equatable {
  /// How the p-value was made.
  public enum Method: String, Sendable, Codable, CaseIterable {
    case signFlip = "sign-flip"
    case t
    case wilcoxonExact = "wilcoxon-exact"
    case wilcoxonNormal = "wilcoxon-normal"

    /// For people: "exact sign-flip test".
    public var name: String {
      switch self {
      case .signFlip: "exact sign-flip test"
      case .t: "Student's t test"
      case .wilcoxonExact: "Wilcoxon's signed-rank test (exact)"
      case .wilcoxonNormal: "Wilcoxon's signed-rank test (normal approximation)"
      }
    }
  }

  public let method: Method

  /// The probability, were there no difference, of differences at least as large; in 0…1.
  public let p: Double

  /// The number of pairs that entered.
  public let pairs: Int

  /// The least p-value that this method can give for this many pairs; zero for Student's t.
  public let leastPossible: Double

  /// Fewer pairs than this give no p-value.
  public static let fewestPairs = 3

  /// Up to this many pairs all 2ⁿ signs are counted when the method is left open.
  public static let exactLimit = 12

  /// The most pairs for which the exact sign-flip test is computed when asked for.
  public static let signFlipLimit = 20

  /// Tests differences.
  ///
  /// - Parameters:
  ///   - differences: value minus base, one a pair; all finite.
  ///   - choice: the test; ``PairedTestChoice/auto`` picks by the number of pairs.
  /// - Returns: nil for fewer than three pairs, and where the test does not exist: Student's t of
  ///   equal differences, signed ranks of differences that are all zero, the exact sign-flip test
  ///   of more than ``signFlipLimit`` pairs.
  public init?(_ differences: [Double], choice: PairedTestChoice = .auto) {
    let count = differences.count
    guard count >= Self.fewestPairs, differences.allSatisfy(\.isFinite) else { return nil }
    pairs = count
    switch choice {
    case .auto where count <= Self.exactLimit, .signFlip:
      guard count <= Self.signFlipLimit else { return nil }
      method = .signFlip
      p = SignFlipTest.p(differences)
      leastPossible = pow(2, Double(1 - count))
    case .auto, .t:
      let summary = SampleSummary(differences)
      guard let mean = summary.mean, let deviation = summary.standardDeviation, deviation > 0
      else { return nil }
      method = .t
      p = StudentT(degrees: Double(count - 1))
        .twoSidedTail(mean / (deviation / Double(count).squareRoot()))
      leastPossible = 0
    case .wilcoxon:
      guard let ranks = SignedRanks(differences) else { return nil }
      if ranks.count <= SignedRanks.exactLimit {
        method = .wilcoxonExact
        p = ranks.exactP
        leastPossible = pow(2, Double(1 - ranks.count))
      } else {
        method = .wilcoxonNormal
        p = ranks.normalP
        leastPossible = 0
      }
    }
  }
}

/// Fisher's randomisation test for pairs: under the hypothesis each difference could as well have
/// the other sign.
enum SignFlipTest {
  /// The share of the 2ⁿ ways of giving signs whose sum is at least as far from zero.
  static func p(_ differences: [Double]) -> Double {
    let observed = abs(differences.reduce(0, +))
    // Sums that equal the observed one up to rounding count as equal.
    let tolerance = 1e-12 * differences.reduce(0) { $0 + abs($1) }
    let combinations = 1 << differences.count
    var extreme = 1  // The differences as they are.
    var signs = [Double](repeating: 1, count: differences.count)
    var sum = differences.reduce(0, +)
    // Gray's order: one sign turns from each combination to the next.
    for code in 1..<combinations {
      let turned = code.trailingZeroBitCount
      signs[turned] = -signs[turned]
      sum += 2 * signs[turned] * differences[turned]
      if abs(sum) >= observed - tolerance { extreme += 1 }
    }
    return Double(extreme) / Double(combinations)
  }
}
