import Torch

/// An interval that holds the middle 95 % of the means of resampled values.
public struct BootstrapInterval: Sendable, Equatable {
  public let lower: Double
  public let upper: Double

  /// How often values are drawn.
  public static let resamples = 10_000

  /// The share of the resampled means inside the interval.
  public static let level = 0.95

  /// Fewer values than this give no interval.
  public static let fewestValues = 3

  /// The percentile interval of the mean: resampled with replacement ``resamples`` times from the
  /// random stream "bootstrap" of seed 0, bounds interpolated between neighbours.
  ///
  /// Which positions are drawn depends on the number of values alone, so that equal values always
  /// give the same interval, and rows of a table are drawn alike.
  ///
  /// - Returns: nil for fewer than three values or one that is not finite.
  public init?(ofMean values: [Double]) {
    var draws = BootstrapDraws()
    guard let interval = draws.interval(ofMean: values) else { return nil }
    self = interval
  }

  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}

/// The drawn positions, kept between intervals: tables have many rows with one number of seeds.
struct BootstrapDraws {
  /// For each number of values, the drawn positions of all resamples, one after the other.
  private var positions: [Int: [Int32]] = [:]

  mutating func interval(ofMean values: [Double]) -> BootstrapInterval? {
    let count = values.count
    guard count >= BootstrapInterval.fewestValues, values.allSatisfy(\.isFinite),
      let first = values.first
    else { return nil }
    if positions[count] == nil { positions[count] = Self.draw(count) }
    let drawn = positions[count] ?? []
    // Shifted by the first value, as in SampleSummary: equal values give exactly that value.
    let shifted = values.map { $0 - first }
    var sums: [Double] = []
    sums.reserveCapacity(BootstrapInterval.resamples)
    for start in stride(from: 0, to: drawn.count, by: count) {
      var sum = 0.0
      for position in start..<(start + count) { sum += shifted[Int(drawn[position])] }
      sums.append(sum)
    }
    sums.sort()
    let tail = (1 - BootstrapInterval.level) / 2
    return BootstrapInterval(
      lower: first + Self.quantile(tail, of: sums) / Double(count),
      upper: first + Self.quantile(1 - tail, of: sums) / Double(count))
  }

  private static func draw(_ count: Int) -> [Int32] {
    var stream = RandomStream(seed: 0, purpose: "bootstrap", index: UInt64(count))
    return (0..<(BootstrapInterval.resamples * count)).map { _ in
      Int32(stream.integer(below: count))
    }
  }

  /// A quantile of sorted values, interpolated as numpy does by default.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}
