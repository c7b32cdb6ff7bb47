import Torch

/// Red, green and blue as displayed, 0 … 1 (a little beyond is clipped at the end).
typealias Colour = SIMD3<Float>

/// A base colour with its spread: what a material looks like from one instance to the next.
struct Palette {
  /// The colours an instance starts from, all equally likely.
  let bases: [Colour]
  /// Standard deviation of an instance's brightness, as a factor.
  let brightness: Double
  /// Standard deviation of each channel, added.
  let tint: Double

  /// One instance's colour.
  func draw(_ stream: inout RandomStream) -> Colour {
    let base = bases[stream.integer(below: bases.count)]
    let factor = Float(1 + brightness * stream.normal())
    let shift = Colour(
      Float(tint * stream.normal()), Float(tint * stream.normal()), Float(tint * stream.normal()))
    return (base * max(factor, 0.3) + shift).clamped(
      lowerBound: Colour(repeating: 0.02), upperBound: Colour(repeating: 0.98))
  }
}

/// `(1 - t) · a + t · b`.
@inline(__always)
func blend(_ a: Colour, _ b: Colour, _ t: Float) -> Colour { a + (b - a) * t }

/// `(1 - t) · a + t · b`.
@inline(__always)
func blend(_ a: Float, _ b: Float, _ t: Float) -> Float { a + (b - a) * t }

/// 0 below `low`, 1 above `high`, smooth between.
@inline(__always)
func smoothStep(_ low: Float, _ high: Float, _ value: Float) -> Float {
  let t = max(0, min(1, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

extension RandomStream {
  /// A uniform `Float`.
  mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * Float(uniform())
  }

  /// A number whose logarithm is uniform: sizes and distances are spread over scales.
  mutating func logarithmic(_ low: Double, _ high: Double) -> Float {
    Float(low * exponential(uniform() * logarithm(high / low)))
  }

  /// A whole number of a closed range.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + integer(below: range.count)
  }

  /// A seed for a noise field.
  mutating func noiseSeed() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
}
