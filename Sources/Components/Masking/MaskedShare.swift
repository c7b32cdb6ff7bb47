import CapiCore

/// The share of hidden patches and the shift that the simple maskings take.
///
/// The number of hidden patches is ⌊n · ratio⌋ of n, for every image and any grid; a ratio that
/// hides none or all of a grid's patches is refused before a run.
enum MaskedShare {
  static let range = 0.01...0.99

  static func count(_ ratio: Double, of tokens: Int) -> Int { Int(Double(tokens) * ratio) }
}
