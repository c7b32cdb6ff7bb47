/// The difference of two settings, seed by seed.
///
/// Two trials of one seed share their data order, crops and masks, so their difference has less
/// noise than the difference of two independent means. Only seeds that both sides finished
/// enter; the others are listed, never filled in.
public struct PairedDifference: Sendable, Equatable {
  /// One pair.
  public struct Pair: Sendable, Equatable {
    public let seed: Int64
    /// Value minus base, in the unit of the values.
    public let difference: Double
  }

  /// The pairs in ascending order of the seed.
  public let pairs: [Pair]

  /// Seeds with a value on one side only, ascending.
  public let unpairedSeeds: [Int64]

  /// The number of pairs, the mean difference and its sample standard deviation.
  public let summary: SampleSummary

  /// Pairs `values` with `base`; both map a seed to a score.
  public init(of values: [Int64: Double], against base: [Int64: Double]) {
    let common = Set(values.keys).intersection(base.keys).sorted()
    pairs = common.compactMap { seed in
      guard let value = values[seed], let reference = base[seed] else { return nil }
      return Pair(seed: seed, difference: value - reference)
    }
    unpairedSeeds = Set(values.keys).symmetricDifference(base.keys).sorted()
    summary = SampleSummary(pairs.map(\.difference))
  }
}
