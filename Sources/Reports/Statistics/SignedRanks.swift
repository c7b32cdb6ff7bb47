import Foundation

/// The ranks of the sizes of differences, for Wilcoxon's test. Differences of zero are left out
/// (Wilcoxon's own treatment); equal sizes share the mean of their ranks.
struct SignedRanks {
  /// Up to this many ranks the distribution is counted instead of approximated.
  static let exactLimit = 50

  /// Twice the rank of each difference that is not zero: whole numbers also with ties.
  private let doubled: [Int]
  private let isPositive: [Bool]
  /// The sizes of the groups of equal ranks.
  private let ties: [Int]

  /// nil when all differences are zero.
  init?(_ differences: [Double]) {
    let sorted = differences.filter { $0 != 0 }.sorted { abs($0) < abs($1) }
    guard !sorted.isEmpty else { return nil }
    var doubled: [Int] = []
    var ties: [Int] = []
    var start = 0
    while start < sorted.count {
      var end = start
      while end < sorted.count, abs(sorted[end]) == abs(sorted[start]) { end += 1 }
      // Ranks start+1 … end have the mean (start + 1 + end) / 2.
      doubled += Array(repeating: start + 1 + end, count: end - start)
      ties.append(end - start)
      start = end
    }
    self.doubled = doubled
    self.ties = ties
    isPositive = sorted.map { $0 > 0 }
  }

  var count: Int { doubled.count }

  private var positiveSum: Int {
    zip(doubled, isPositive).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
  }

  /// The two-sided p-value from the distribution over all signs, ties included.
  var exactP: Double {
    let total = doubled.reduce(0, +)
    // The probability that the positive ranks sum to each number.
    var chances = [Double](repeating: 0, count: total + 1)
    chances[0] = 1
    var reached = 0
    for rank in doubled {
      reached += rank
      for sum in stride(from: reached, through: 0, by: -1) {
        chances[sum] = (chances[sum] + (sum >= rank ? chances[sum - rank] : 0)) / 2
      }
    }
    let smaller = min(positiveSum, total - positiveSum)
    return min(1, 2 * chances[0...smaller].reduce(0, +))
  }

  /// The two-sided p-value by the normal approximation with correction for ties, without
  /// correction for continuity.
  var normalP: Double {
    let n = Double(count)
    let mean = n * (n + 1) / 4
    let tied = ties.reduce(0.0) { $0 + pow(Double($1), 3) - Double($1) }
    let variance = (n * (n + 1) * (2 * n + 1) - tied / 2) / 24
    let z = (Double(positiveSum) / 2 - mean) / variance.squareRoot()
    return erfc(abs(z) / 2.0.squareRoot())
  }
}
