/// Kendall's τ-b: how far two orderings agree, from −1 (reversed) to 1 (the same).
public struct RankCorrelation: Sendable, Equatable {
  public let tau: Double
  /// How many items both orderings have.
  public let count: Int

  /// Compares two lists of scores, position by position.
  ///
  /// - Returns: nil for fewer than two items, for lists of different length, and where all scores
  ///   of a list are equal and so give no ordering.
  public init?(_ first: [Double], _ second: [Double]) {
    guard first.count == second.count, first.count >= 2 else { return nil }
    count = first.count
    var concordant = 0
    var discordant = 0
    var tiedInFirst = 0
    var tiedInSecond = 0
    for i in first.indices.dropLast() {
      for j in (i + 1)..<first.count {
        let a = first[i] - first[j]
        let b = second[i] - second[j]
        if a == 0 { tiedInFirst += 1 }
        if b == 0 { tiedInSecond += 1 }
        if a == 0 || b == 0 { continue }
        if (a > 0) == (b > 0) { concordant += 1 } else { discordant += 1 }
      }
    }
    let pairs = count * (count - 1) / 2
    let weight = Double(pairs - tiedInFirst) * Double(pairs - tiedInSecond)
    guard weight > 0 else { return nil }
    tau = Double(concordant - discordant) / weight.squareRoot()
  }
}
