import Foundation

/// Student's t distribution.
package struct StudentT: Sendable {
  /// Degrees of freedom, positive.
  package let degrees: Double

  package init(degrees: Double) { self.degrees = degrees }

  /// The probability of a value at least as far from zero as `t`, on either side.
  package func twoSidedTail(_ t: Double) -> Double {
    if t.isNaN { return .nan }
    if t.isInfinite { return 0 }
    // Both halves are computed as quotients: 1 - x would lose the digits of a small tail.
    let square = t * t
    let x = degrees / (degrees + square)
    let complement = square / (degrees + square)
    return IncompleteBeta.regularised(x, complement: complement, a: degrees / 2, b: 0.5)
  }
}
