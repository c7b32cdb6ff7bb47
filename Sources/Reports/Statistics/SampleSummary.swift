/// How many values there are, their mean and their sample standard deviation.
///
/// Intervals and tests build on ``PairedDifference``; this type only describes.
public struct SampleSummary: Sendable, Equatable {
  /// The number of values.
  public let count: Int

  /// The arithmetic mean, in the unit of the values; nil without values.
  public let mean: Double?

  /// The sample standard deviation (divisor `count - 1`), in the unit of the values; nil for
  /// fewer than two values, because one value says nothing about a spread.
  public let standardDeviation: Double?

  /// Describes finite or non-finite values alike; callers that must not average a NaN leave it
  /// out and say so.
  public init(_ values: [Double]) {
    count = values.count
    guard let first = values.first else {
      mean = nil
      standardDeviation = nil
      return
    }
    // Shifting by the first value keeps digits when the values are large and close together,
    // and makes the mean of equal values exactly that value.
    let shifted = values.map { $0 - first }
    let shift = shifted.reduce(0, +) / Double(values.count)
    mean = first + shift
    guard values.count > 1 else {
      standardDeviation = nil
      return
    }
    let squares = shifted.reduce(0) { $0 + ($1 - shift) * ($1 - shift) }
    standardDeviation = (squares / Double(values.count - 1)).squareRoot()
  }

  /// Describes one value a seed, in the order of the seeds: sums, and with them the last digits,
  /// never vary.
  package init(seeds values: [Int64: Double]) {
    self.init(values.keys.sorted().compactMap { values[$0] })
  }
}
