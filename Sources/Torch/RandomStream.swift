import Foundation

/// A named, counter-based stream of random numbers.
///
/// The numbers are a pure function of `(seed, purpose, index)` and of how many were drawn before:
/// a stream for step 40,000 is made at once, without running through the 39,999 before it, and two
/// purposes never share numbers. The n-th word is SplitMix64's output function applied to
/// `key + n · γ`, in integer arithmetic only, so every platform draws the same words.
///
/// ```swift
/// var stream = RandomStream(seed: 7, purpose: "crop", index: 1_200)
/// let side = stream.uniform(in: 0.6...1)
/// ```
public struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: UInt64
  private let increment: UInt64
  private var counter: UInt64 = 0

  /// A stream at its beginning.
  ///
  /// - Parameters:
  ///   - seed: The seed of the run or of the data set.
  ///   - purpose: What the numbers are for ("crop", "mask", "initialisation/encoder.0"); different
  ///     purposes give independent streams.
  ///   - index: The step, sample or layer the stream belongs to.
  public init(seed: UInt64, purpose: String, index: UInt64 = 0) {
    var name: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a over the purpose's UTF-8
    for byte in purpose.utf8 {
      name = (name ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    let named = Self.mix(Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ name)
    key = Self.mix(named &+ index &* 0xD1B5_4A32_D192_ED03)
    // SplitMix64 wants an odd increment; one of its own for each stream keeps overlapping keys
    // from becoming shifted copies of each other.
    increment = Self.mix(key ^ 0xA076_1D64_78BD_642F) | 1
  }

  /// The next word of 64 random bits.
  public mutating func next() -> UInt64 {
    counter &+= 1
    return Self.mix(key &+ counter &* increment)
  }

  /// A number from the uniform distribution on `[0, 1)`, with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number from the uniform distribution on `range`; the bound itself where the range is empty.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A number from the normal distribution with mean 0 and standard deviation 1 (Box–Muller).
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * Double.pi * uniform())
  }

  /// A whole number from the uniform distribution on `0 ..< bound`, without bias.
  ///
  /// - Precondition: `bound` is positive.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "integer(below:) needs a positive bound, not \(bound)")
    let width = UInt64(bound)
    var product = next().multipliedFullWidth(by: width)
    // Multiply-shift: words whose low half falls short of 2^64 mod width would be one too many.
    let excess = (0 &- width) % width
    while product.low < excess {
      product = next().multipliedFullWidth(by: width)
    }
    return Int(product.high)
  }

  /// The numbers `0 ..< count` in random order, each order equally likely (Fisher–Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<max(0, count))
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }

  /// Whether an event of probability `probability` (0 … 1) happens.
  public mutating func chance(_ probability: Double) -> Bool {
    uniform() < probability
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    var mixed = word
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
