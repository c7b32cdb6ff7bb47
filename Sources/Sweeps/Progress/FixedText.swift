internal import Foundation

/// Numbers with a fixed count of decimals, the same in every locale.
enum FixedText {
  static func text(_ value: Double, decimals: Int) -> String {
    value.isFinite ? String(format: "%.\(decimals)f", value) : "?"
  }
}
