/// IEEE 754 binary16, which not every processor that Swift runs on has.
enum HalfPrecision {
  /// The bits of the half-precision number nearest to a number; ties go to the even one.
  static func bits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
    let magnitude = bits & 0x7FFF_FFFF
    // NaN stays one: a bit of its payload is always kept.
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
    // 65,520 and above round to infinity.
    if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
    if magnitude >= 0x3880_0000 {
      let rebased = magnitude - (112 << 23)
      return sign | UInt16(truncatingIfNeeded: (rebased + 0xFFF + (rebased >> 13 & 1)) >> 13)
    }
    // Below 2⁻¹⁴ the numbers are multiples of 2⁻²⁴; below half of one they are zero.
    if magnitude <= 0x3300_0000 { return sign }
    let exponent = Int(magnitude >> 23)
    let fraction = magnitude & 0x7F_FFFF | 0x80_0000
    let shift = UInt32(126 - exponent)
    let half = UInt32(1) << (shift - 1)
    let kept = fraction >> shift
    let rest = fraction & (half << 1 - 1)
    let isUp = rest > half || (rest == half && kept & 1 == 1)
    return sign | UInt16(truncatingIfNeeded: kept + (isUp ? 1 : 0))
  }

  /// Whether the bits are neither infinite nor a NaN.
  static func isFinite(_ bits: UInt16) -> Bool { bits & 0x7C00 != 0x7C00 }
}
