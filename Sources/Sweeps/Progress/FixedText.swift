internal import Foundation

/// Numbers with a fixed count of decimals, the same in every locale.
package enum FixedText {
  package static func text(_ value: Double, decimals: Int) -> String {
    value.isFinite ? String(format: "%.\(decimals)f", value) : "?"
  }
}
