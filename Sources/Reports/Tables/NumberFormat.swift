import Foundation

/// One format for all numbers of a column, so that digits stand below digits.
package struct NumberFormat: Sendable, Equatable {
  private enum Style: Sendable, Equatable {
    case fixed(decimals: Int)
    case scientific
  }

  private let style: Style

  /// Four significant digits of the largest value, at most five decimals; powers of ten where
  /// the values are too large or too small to be written out.
  package init(fitting values: [Double]) {
    let largest = values.filter(\.isFinite).reduce(0) { max($0, abs($1)) }
    switch largest {
    case 0: style = .fixed(decimals: 2)
    case 1e6...: style = .scientific
    case 1000...: style = .fixed(decimals: 0)
    case 100...: style = .fixed(decimals: 1)
    case 10...: style = .fixed(decimals: 2)
    case 1...: style = .fixed(decimals: 3)
    case 0.1...: style = .fixed(decimals: 4)
    case 0.001...: style = .fixed(decimals: 5)
    default: style = .scientific
    }
  }

  /// A fixed number of decimals.
  package init(decimals: Int) { style = .fixed(decimals: decimals) }

  package func callAsFunction(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let text =
      switch style {
      case .fixed(let decimals): String(format: "%.\(decimals)f", value)
      case .scientific: String(format: "%.2e", value)
      }
    // "-0.00" reads as a difference that is not there.
    let isZero = !text.contains { $0.isNumber && $0 != "0" && $0.isASCII } && !text.contains("e")
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// With a sign also for positive values; zero has none.
  package func signed(_ value: Double) -> String {
    let text = self(value)
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return value > 0 && !isZero ? "+" + text : text
  }
}
